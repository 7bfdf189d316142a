import { z } from 'zod';
import type { Settings } from '../../../app/settings.js';
import { requireDatabase } from '../../../config/database-target.js';
import type { OptionValues } from '../../../config/options/option-values.js';
import { settingsOptions } from '../../../config/options/settings-options.js';
import { describeTarget } from '../../../database/connect.js';
import { RETENTION_DAYS } from '../../../outbox/log/prune.js';
import { maskText } from '../../../redaction/redaction.js';
import { defineRoute } from '../../route.js';

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

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable();
const ServerSettings = z
  .strictObject({
    environment: z.string(),
    version: z.string().meta({ description: 'Of Confiture.' }),
    database: z.strictObject({ host: z.string(), name: z.string() }),
    config_file: z.string().nullable(),
    migrations_dir: z.string(),
    tracking_table: z.string(),
    retention_days: z.int().meta({ description: 'How long deliveries that were settled are kept.' }),
    master_key: z
      .string()
      .nullable()
      .meta({ description: 'Where the key of stored endpoints comes from; null where there is none.' }),
    options: z.array(z.strictObject({ key: z.string(), meaning: z.string(), value: Value })),
  })
  .meta({ id: 'ServerSettings' });

export const settingsRoutes = [
  defineRoute({
    method: 'get',
    path: '/settings',
    operationId: 'getSettings',
    tag: 'meta',
    summary: 'Says how this server is set up, without anything secret.',
    scope: 'read',
    answers: { 200: { schema: ServerSettings, description: 'The settings.' } },
    handle: async (_request, { settings, version }) => {
      const { schema, table } = settings.trackingTable;
      const { host, database } = describeTarget(requireDatabase(settings));
      return {
        status: 200,
        body: {
          environment: settings.environment,
          version,
          database: { host, name: database },
          config_file: settings.configFile,
          migrations_dir: settings.migrationsDirDisplay,
          tracking_table: schema === null ? table : `${schema}.${table}`,
          retention_days: RETENTION_DAYS,
          master_key: settings.masterKey?.name ?? null,
          options: SHOWN.map((name) => shownOption(name, settings)),
        },
      };
    },
  }),
];

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
