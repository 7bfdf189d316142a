import { ConfitureError } from '../errors.js';
import { nearest } from '../text/nearest.js';
import type { EnvironmentView } from './environment.js';
import { keyFault } from './file/key-names.js';
import type { ConfitureConfig } from './file/user-config.js';
import type { Issues } from './issues.js';
import { setVariable } from './options/set-variable.js';
import { settingsOptions } from './options/settings-options.js';

/** Name of the environment: `--env`, else CONFITURE_ENV, else `environment` of the config file, else `local`. */
export function environmentName(
  flag: string | undefined,
  view: EnvironmentView,
  written: ConfitureConfig,
  issues: Issues,
): string {
  if (flag !== undefined) return checkedFlag(flag);
  const variable = setVariable(settingsOptions.environment, view);
  if (variable === undefined) return written.environment ?? settingsOptions.environment.default;
  const fault = keyFault('environment', variable.value);
  if (fault !== null) issues.fault(variable.origin, fault);
  return variable.value;
}

/** A mistyped name would run with the settings of no environment; environments without an entry are normal. */
export function warnOfMistypedName(
  name: string,
  written: ConfitureConfig,
  source: string,
  issues: Issues,
): void {
  const known = Object.keys(written.environments ?? {});
  const close = known.includes(name) ? undefined : nearest(name, known);
  if (close === undefined) return;
  issues.warn({ path: 'environments', source }, `has no entry for "${name}"; did you mean "${close}"?`);
}

function checkedFlag(flag: string): string {
  const fault = keyFault('environment', flag);
  if (fault === null) return flag;
  throw new ConfitureError('FLAG_INVALID', `--env: ${fault}.`, { hint: 'For instance: --env production.' });
}

/** True in continuous integration: CI is set to anything but nothing, `0` and `false`. */
export function isContinuousIntegration(view: EnvironmentView): boolean {
  return !['', '0', 'false'].includes((view.variables.CI ?? '').trim().toLowerCase());
}
