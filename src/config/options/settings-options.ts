import { keyFault } from '../file/key-names.js';
import { trackingTableFault } from '../tracking-table.js';
import type { Option } from './option.js';
import {
  approvalRule,
  boolean,
  choice,
  headers,
  hook,
  list,
  pattern,
  pauseCondition,
  template,
  text,
  wholeNumber,
} from './option-type.js';
import { serveOptions } from './serve-options.js';
import { sessionOptions } from './session-options.js';
import { validationOptions } from './validation-options.js';

/** The options of a command, by their names in the code. The order is that of the help and of the documentation. */
export const settingsOptions = {
  config: {
    type: text(),
    doc: 'config file',
    defaultDoc: 'found in the project folder',
    flag: '-c, --config <file>',
    scope: 'every',
    resolvedBy: 'findProject',
  },
  environment: {
    type: text((name) => keyFault('environment', name)),
    doc: 'environment: chooses settings and is told in events',
    default: 'local',
    flag: '--env <name>',
    scope: 'every',
    variables: ['CONFITURE_ENV'],
    key: 'environment',
    resolvedBy: 'environmentName',
  },
  format: {
    type: choice('text', 'json', 'markdown'),
    doc: 'text for people, json for programs, markdown for a pull request (migrate plan)',
    flag: '-f, --format <format>',
    scope: 'every',
    resolvedBy: 'runCommand',
  },
  verbose: {
    type: boolean,
    doc: 'also show notices and deliveries',
    flag: '--verbose',
    scope: 'every',
    conflictsWith: 'quiet',
    resolvedBy: 'runCommand',
  },
  quiet: {
    type: boolean,
    doc: 'only show failures and the result',
    flag: '--quiet',
    scope: 'every',
    resolvedBy: 'runCommand',
  },
  migrationsDir: {
    type: text(),
    doc: 'folder of the migrations',
    details: 'Relative to the config file; as a flag, to the folder of the command.',
    default: 'db/migrations',
    flag: '--migrations-dir <folder>',
    scope: 'files',
    key: 'migrationsDir',
  },
  databaseUrl: {
    type: template(),
    doc: 'postgres://… or pglite:FOLDER',
    details: `FOLDER is relative to the config file. In the config file \`\${VAR}\` and \`\${VAR:-default}\` are filled in; a missing variable is an error. DATABASE_URL comes after the config file.`,
    defaultDoc: 'CONFITURE_DATABASE_URL, config file, DATABASE_URL',
    flag: '-d, --database-url <url>',
    scope: 'database',
    variables: ['CONFITURE_DATABASE_URL', 'DATABASE_URL'],
    key: 'databaseUrl',
    resolvedBy: 'requireDatabase',
  },
  ...sessionOptions,
  ...validationOptions,
  trackingTable: {
    type: text(trackingTableFault),
    doc: 'ledger table, `table` or `schema.table`, taken exactly as written',
    details:
      "Without a schema it is in the first one of the connection's search_path that has it, or else in the first.",
    default: 'tb_confiture',
    key: 'migration.tracking_table',
    resolvedBy: 'parseTrackingTable',
  },
  trustedOwners: {
    type: list(text()),
    doc: 'roles that may own the ledger, its schema and the tables in schema `confiture`',
    details:
      'Beside the role that connects, the roles it belongs to, superusers and the owner of the database.',
    key: 'migration.trustedOwners',
  },
  ignoredFiles: {
    type: list(text()),
    doc: 'files and folders to leave alone, as globs relative to the migrations folder',
    key: 'migration.ignore',
  },
  maxFileMb: {
    type: wholeNumber(1, 500),
    doc: 'largest size of a migration file',
    default: 100,
    unit: 'megabytes',
    key: 'migration.maxFileMb',
    resolvedBy: 'resolveSettings',
  },
  pauseWhen: {
    type: pauseCondition,
    doc: 'questions to the database that hold a run between migrations, phases and repetitions',
    details:
      'One `{ name, sql }` or a list of them; true, or more than 0, holds. See [lifecycle.md](lifecycle.md#phases-and-batches).',
    key: 'pauseWhen',
  },
  approvals: {
    type: list(approvalRule),
    doc: 'rules for plans that a person has to agree to',
    details:
      'Each `{ environments, tiers, count, approvers, forbidSelf }`; every rule that fits a plan must be satisfied. See [lifecycle.md](lifecycle.md#approvals).',
    key: 'approvals',
  },
  approvalTimeoutMs: {
    type: wholeNumber(0),
    doc: 'how long to wait for an approval',
    details: '0 = end with exit 9 and say how to grant it.',
    default: 0,
    unit: 'milliseconds',
    flag: '--approval-timeout <ms>',
    scope: 'run',
    key: 'migration.approvalTimeoutMs',
  },
  hooks: {
    type: list(hook),
    doc: 'hook files as globs relative to the config file, or hook objects',
    key: 'hooks',
    resolvedBy: 'loadHooks',
  },
  drainTimeoutMs: {
    type: wholeNumber(0),
    doc: 'how long to go on sending events at the end',
    default: 10_000,
    unit: 'milliseconds',
    flag: '--drain-timeout <ms>',
    scope: 'run',
    key: 'webhooks.drainTimeoutMs',
  },
  headers: {
    type: headers,
    doc: 'custom headers of every endpoint, those from the environment included',
    key: 'webhooks.headers',
    resolvedBy: 'resolveEndpoints',
  },
  allowInsecure: {
    type: boolean,
    doc: 'allows plain http outside environment `local`, for every endpoint',
    default: false,
    key: 'webhooks.allowInsecure',
    resolvedBy: 'resolveEndpoints',
  },
  allowedNetworks: {
    type: list(text()),
    doc: 'networks in CIDR notation whose addresses every endpoint may reach, private and reserved ones too',
    details: 'Never those of cloud credentials.',
    key: 'webhooks.allowedNetworks',
  },
  masterKey: {
    type: text(),
    doc: 'key that seals URL, headers and secrets of endpoints in the database: 32 bytes in base64 or hexadecimal',
    details: 'The new and the old one, with a comma between, while it is changed.',
    defaultDoc: '.confiture/master-key in environment local outside CI',
    variables: ['CONFITURE_MASTER_KEY'],
    resolvedBy: 'masterKeySource',
  },
  redactPatterns: {
    type: list(pattern),
    doc: 'regular expressions whose matches are masked; a string is the source of one',
    key: 'redact.patterns',
    resolvedBy: 'redactRules',
  },
  redactKeys: {
    type: list(text()),
    doc: 'names of keys whose values are masked, for instance `customer_code`',
    key: 'redact.keys',
    resolvedBy: 'redactRules',
  },
  organizationId: {
    type: text(),
    doc: '`metadata.organization_id` of the `envelope` format, `organizationid` of `cloudevents`',
    key: 'organizationId',
  },
  ...serveOptions,
  correlationId: {
    type: text(),
    doc: 'told in events and sent as `X-Correlation-ID`',
    defaultDoc: 'the id of the run',
    variables: ['CONFITURE_CORRELATION_ID', 'CORRELATION_ID'],
    resolvedBy: 'correlationIdOf',
  },
  traceparent: {
    type: text(),
    doc: 'trace that a run is a part of, by W3C Trace Context; sent as `traceparent` with its events, with a span of its own for each request',
    variables: ['TRACEPARENT'],
    resolvedBy: 'traceparentOf',
  },
} as const satisfies Readonly<Record<string, Option>>;

export type SettingsOptions = typeof settingsOptions;
