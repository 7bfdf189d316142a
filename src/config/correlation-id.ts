import { type EnvironmentView, variableOf, variableOrigin } from './environment.js';
import type { Issues } from './issues.js';
import { settingsOptions } from './options/settings-options.js';

const { variables } = settingsOptions.correlationId;

/**
 * The correlation id that the caller of a run set, or null. It is sent as a header, so one that no header can hold
 * is left out with a warning: whatever set it, it must not stop a migration.
 */
export function correlationIdOf(view: EnvironmentView, issues: Issues): string | null {
  const name = variables.find((candidate) => variableOf(view, candidate) !== undefined);
  const value = name === undefined ? undefined : variableOf(view, name);
  if (name === undefined || value === undefined) return null;
  if (/^[!-~]{1,200}$/.test(value)) return value;
  issues.warn(
    variableOrigin(view, name),
    'is not used: it must be 1 to 200 printable ASCII characters without spaces',
  );
  return null;
}
