import type { EnvironmentView } from './environment.js';
import type { Issues } from './issues.js';
import { setVariable } from './options/set-variable.js';
import { settingsOptions } from './options/settings-options.js';

/**
 * The correlation id that the caller of a run set, or null. It is sent as a header, so one that no header can hold
 * is left out with a warning: whatever set it, it must not stop a migration.
 */
export function correlationIdOf(view: EnvironmentView, issues: Issues): string | null {
  const variable = setVariable(settingsOptions.correlationId, view);
  if (variable === undefined) return null;
  if (/^[!-~]{1,200}$/.test(variable.value)) return variable.value;
  issues.warn(variable.origin, 'is not used: it must be 1 to 200 printable ASCII characters without spaces');
  return null;
}
