import { requireDatabase } from '../../config/database-target.js';
import type { OptionValues } from '../../config/options/option-values.js';
import { settingsOptions } from '../../config/options/settings-options.js';
import { describeTarget } from '../../database/connect.js';
import { RETENTION_DAYS } from '../../outbox/log/prune.js';
import { maskText } from '../../redaction/redaction.js';
import type { Settings } from '../settings.js';

/** The public part of the configuration. An option that is not named here is not told: many hold secrets. */
const SHOWN = [
  'publicUrl',
  'trustedProxies',
  'requestsPerMinute',
  'allowMigrationFiles',
  'lockTimeoutMs',
  'statementLockTimeoutMs',
  'pauseTimeoutMs',
  'approvalTimeoutMs',
  'onValidationFailure',
  'validationTimeoutMs',
  'trustedOwners',
  'allowedNetworks',
  'drainTimeoutMs',
] as const satisfies readonly (keyof OptionValues)[];

/** How a server is set up, without anything secret. */
export function settingsObject(settings: Settings, version: string) {
  const { schema, table } = settings.trackingTable;
  const { host, database } = describeTarget(requireDatabase(settings));
  return {
    environment: settings.environment,
    version,
    database: { host, name: database },
    config_file: settings.configFile,
    migrations_dir: settings.migrationsDirDisplay,
    tracking_table: schema === null ? table : `${schema}.${table}`,
    retention_days: RETENTION_DAYS,
    master_key: settings.masterKey?.name ?? null,
    options: SHOWN.map((name) => shownOption(name, settings)),
  };
}

function shownOption(name: (typeof SHOWN)[number], settings: Settings) {
  const { key, doc, unit } = { unit: null, ...settingsOptions[name] };
  const written: string | number | boolean | readonly string[] | null = settings[name];
  const value =
    typeof written === 'string'
      ? maskText(written, settings.redact)
      : typeof written === 'object' && written !== null
        ? written.map((each) => maskText(each, settings.redact))
        : written;
  return { key, meaning: unit === null ? doc : `${doc}, in ${unit}`, value };
}
