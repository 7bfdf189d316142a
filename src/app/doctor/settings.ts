import type { Settings } from '../settings.js';
import { type Check, ok, warning } from './check.js';

/** The settings as a whole; faults in them end every command before this. */
export function checkConfiguration({ configFile, environment, warnings }: Settings): Check {
  const text = `${configFile ?? 'no config file'}, environment ${environment}`;
  if (warnings.length === 0) return ok('configuration', text);
  return warning('configuration', `${text}: ${warnings.join('; ')}`, 'Correct what is not meant.');
}

/** Settings that are harmless on a desk and not in a deploy job. */
export function checkUnattended(settings: Settings, isEmbedded: boolean): Check {
  const { isCi, environment, statementLockTimeoutMs, drainTimeoutMs, endpoints } = settings;
  const where = isCi ? 'CI' : 'not CI';
  if (isCi && isEmbedded)
    return warning(
      'unattended',
      'CI migrates an embedded database, which goes with the job',
      'Set CONFITURE_DATABASE_URL.',
    );
  if (isCi && environment === 'local')
    return warning('unattended', 'CI runs in environment local', 'Set CONFITURE_ENV, which events carry.');
  if (statementLockTimeoutMs === 0)
    return warning(
      'unattended',
      'statementLockTimeoutMs is 0: a blocked migration waits for ever, and everybody behind it',
      'Set it to some seconds; a migration that runs into it is tried again.',
    );
  if (endpoints.length > 0 && drainTimeoutMs === 0)
    return warning(
      'unattended',
      'the drain time-out is 0: events are left for a later run',
      'Run `confiture worker`, or `confiture webhooks deliver` after the job.',
    );
  return ok('unattended', `${where}; settings are fit for a deploy job`);
}
