import { expect } from 'vitest';
import { type FailureCase, state } from './failure-case.js';

const UP = ['migrate', 'up'];

const first: FailureCase['arrange'] = state(({ project }) =>
  project.migration('001_first_table', 'create table first (id integer);'),
);

function configured(text: string): FailureCase['arrange'] {
  return state(({ project }) => project.write('confiture.config.json', text));
}

/** Command lines and configurations that cannot be meant. */
export const settingFailures: readonly FailureCase[] = [
  {
    title: 'a network that is none',
    args: UP,
    env: { CONFITURE_WEBHOOK_URL: 'https://hooks.example.com/confiture' },
    arrange: configured('{"webhooks": {"allowedNetworks": ["10.0.0.0/8", "10.0.0.0/99"]}}'),
    exitCode: 5,
    code: 'CONFIG_INVALID',
    says: [/webhooks\.allowedNetworks/, /10\.0\.0\.0\/99/],
    document: 'error',
  },
  {
    title: 'a key of certificates that is none',
    args: UP,
    env: { CONFITURE_CERTIFICATE_KEY: 'invented-key-of-a-test' },
    arrange: state(async ({ project }) => {
      await project.migration('001_first', 'create table first (id integer);');
      await project.write('db/migrations/001_first.invariant.sql', 'select 1;');
    }),
    exitCode: 5,
    code: 'CERTIFICATE_KEY_INVALID',
    says: [/CONFITURE_CERTIFICATE_KEY, holds no private Ed25519 key/, /openssl genpkey -algorithm ed25519/],
    document: 'error',
  },
  {
    title: 'a certificate that is none',
    args: ['certificate', 'verify', 'certificate.json'],
    withoutUrl: true,
    arrange: state(({ project }) => project.write('certificate.json', '{"payload":"invented"}')),
    exitCode: 5,
    code: 'CERTIFICATE_KEY_INVALID',
    says: [/there is no key to verify the certificate with/, /--key FILE/],
    document: 'error',
  },
  {
    title: 'an unknown target',
    args: [...UP, '--target', '001_frist_table'],
    arrange: first,
    exitCode: 5,
    code: 'TARGET_UNKNOWN',
    says: [/no migration "001_frist_table"/, /Did you mean 001_first_table\?/],
    document: 'error',
  },
  {
    title: 'a baseline of an unknown target',
    args: ['migrate', 'baseline', '--target', '7'],
    arrange: first,
    exitCode: 5,
    code: 'TARGET_UNKNOWN',
    says: [/no migration "7"/, /confiture migrate status/],
    document: 'error',
  },
  {
    title: 'a baseline without a target',
    args: ['migrate', 'baseline'],
    arrange: first,
    exitCode: 5,
    code: 'FLAG_INVALID',
    says: [/--target/, /`confiture help/],
    document: 'error',
  },
  {
    title: 'an unknown flag',
    args: [...UP, '--stpes', '1'],
    arrange: first,
    exitCode: 5,
    code: 'FLAG_INVALID',
    says: [/--stpes/, /--steps/],
    document: 'error',
  },
  {
    title: 'a number of steps that is none',
    args: [...UP, '--steps', '0'],
    arrange: first,
    exitCode: 5,
    code: 'FLAG_INVALID',
    says: [/--steps/, /whole number from 1/],
    document: 'error',
  },
  {
    title: 'flags that contradict each other',
    args: [...UP, '--verbose', '--quiet'],
    arrange: first,
    exitCode: 5,
    code: 'FLAG_INVALID',
    says: [/--verbose/, /--quiet/],
    document: 'error',
  },
  {
    title: 'an unknown command',
    args: ['migrate', 'upp'],
    arrange: first,
    exitCode: 5,
    code: 'FLAG_INVALID',
    says: [/upp/, /`confiture help/],
    document: 'error',
  },
  {
    title: 'no command at all',
    args: ['migrate'],
    arrange: first,
    exitCode: 5,
    code: 'FLAG_INVALID',
    says: [/Usage: confiture migrate/, /a command is missing/],
    document: 'error',
  },
  {
    title: 'a config file with an unknown key',
    args: UP,
    arrange: configured('{"migrationDir": "sql"}'),
    exitCode: 5,
    code: 'CONFIG_INVALID',
    says: [/confiture\.config\.json/, /migrationDir/, /did you mean "migrationsDir"/],
    document: 'error',
  },
  {
    title: 'a config file that is no JSON',
    args: UP,
    arrange: configured('{"migrationsDir": '),
    exitCode: 5,
    code: 'CONFIG_UNREADABLE',
    says: [/confiture\.config\.json/, /Next: /],
    document: 'error',
  },
  {
    title: 'a config file that is not there',
    args: [...UP, '--config', 'elsewhere.json'],
    arrange: first,
    exitCode: 5,
    code: 'CONFIG_NOT_FOUND',
    says: [/elsewhere\.json/, /Next: /],
    document: 'error',
  },
  {
    title: 'a database URL that is none',
    args: [...UP, '--database-url', 'mysql://localhost/app'],
    withoutUrl: true,
    arrange: first,
    exitCode: 5,
    code: 'DATABASE_URL_INVALID',
    says: [/from --database-url/, /postgres:\/\/USER:PASSWORD@HOST:PORT\/DATABASE/],
    document: 'error',
  },
  {
    title: 'a webhook event that does not exist',
    args: UP,
    env: { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/', CONFITURE_WEBHOOK_EVENTS: 'migration.complete' },
    arrange: first,
    exitCode: 5,
    code: 'CONFIG_INVALID',
    says: [/CONFITURE_WEBHOOK_EVENTS/, /migration\.completed/],
    document: 'error',
  },
  ...[
    { title: 'no database URL in CI', args: UP, env: { CI: 'true' }, says: /in CI/ },
    {
      title: 'no database URL with --env production',
      args: [...UP, '--env', 'production'],
      env: {},
      says: /in environment "production"/,
    },
    {
      title: 'no database URL with CONFITURE_ENV',
      args: UP,
      env: { CONFITURE_ENV: 'staging' },
      says: /in environment "staging"/,
    },
    {
      title: 'no database URL for status in CI',
      args: ['migrate', 'status'],
      env: { CI: '1' },
      says: /in CI/,
    },
  ].map(
    ({ title, args, env, says }): FailureCase => ({
      title,
      args,
      env,
      withoutUrl: true,
      arrange: async ({ project }) => {
        await project.migration('001_first', 'create table first (id integer);');
        return { after: async () => expect(await project.list()).toEqual(['db']) };
      },
      exitCode: 5,
      code: 'DATABASE_URL_MISSING',
      says: [says, /Set CONFITURE_DATABASE_URL or pass --database-url/],
      document: 'error',
    }),
  ),
];
