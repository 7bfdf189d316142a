// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Confiture fills these in, not JavaScript.
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { resolveSettings, type Settings } from '../../src/app/settings.js';
import { failureOf } from '../config/failure.js';
import { projectFolder } from '../config/project-folder.js';

interface Said {
  readonly flags?: Parameters<typeof resolveSettings>[0]['flags'];
  readonly env?: Record<string, string>;
  readonly dotEnv?: string;
  readonly config?: object;
}

async function settingsOf({ flags = {}, env = {}, dotEnv, config }: Said): Promise<Settings> {
  const cwd = await projectFolder({
    ...(dotEnv === undefined ? {} : { '.env': dotEnv }),
    ...(config === undefined ? {} : { 'confiture.config.json': JSON.stringify(config) }),
  });
  return resolveSettings({ cwd, env, flags });
}

describe('resolveSettings', () => {
  it('needs nothing: no file, no variable, no flag', async () => {
    const cwd = await projectFolder();
    expect(await resolveSettings({ cwd, env: {}, flags: {} })).toEqual({
      variables: {},
      variablesFromFile: new Set(),
      projectDir: cwd,
      workingDir: cwd,
      configFile: null,
      configPath: null,
      environment: 'local',
      isCi: false,
      databaseUrls: { flag: null, file: null },
      migrationsDir: join(cwd, 'db/migrations'),
      migrationsDirDisplay: 'db/migrations',
      ignoredFiles: [],
      maxFileBytes: 100_000_000,
      trackingTable: { schema: null, table: 'tb_confiture' },
      trustedOwners: [],
      lockTimeoutMs: 30_000,
      statementLockTimeoutMs: 5_000,
      onValidationFailure: 'rollback',
      validationTimeoutMs: 30_000,
      validationRowLimit: 100_000,
      certificateKey: {
        kind: 'file',
        path: join(cwd, '.confiture/certificate-key.pem'),
        name: '.confiture/certificate-key.pem',
        mayBeMade: true,
      },
      masterKey: {
        kind: 'file',
        path: join(cwd, '.confiture/master-key'),
        name: '.confiture/master-key',
      },
      approvals: [],
      approvalTimeoutMs: 0,
      hooks: { entries: [], baseDir: cwd },
      endpoints: [],
      warnings: [],
      redact: { patterns: [], keys: [] },
      allowedNetworks: [],
      drainTimeoutMs: 10_000,
      organizationId: null,
      correlationId: null,
      traceparent: null,
      reason: null,
      pauseTimeoutMs: 3_600_000,
      pauseWhen: null,
      serveHost: '127.0.0.1',
      servePort: 8787,
      publicUrl: null,
      trustedProxies: [],
      requestsPerMinute: 6_000,
      allowMigrationFiles: null,
    });
  });

  it('loads no loader and no validator in a project without a config file', async () => {
    const refuse = () => {
      throw new Error('loaded');
    };
    for (const name of ['cosmiconfig', 'jiti', 'zod']) vi.doMock(name, refuse);
    vi.resetModules();
    const fresh = await import('../../src/app/settings.js');
    const env = { CONFITURE_WEBHOOK_URL: 'https://a.example.com/' };
    const settings = await fresh.resolveSettings({ cwd: await projectFolder(), env, flags: {} });
    for (const name of ['cosmiconfig', 'jiti', 'zod']) vi.doUnmock(name);
    expect(settings.endpoints).toHaveLength(1);
  });

  const base = {
    migrationsDir: 'base',
    migration: { lockTimeoutMs: 1, statementLockTimeoutMs: 0, tracking_table: 'ops.ledger' },
    webhooks: { drainTimeoutMs: 2 },
    organizationId: 'org_base',
  };
  const own = { migrationsDir: 'own', migration: { lockTimeoutMs: 3 }, webhooks: { drainTimeoutMs: 4 } };
  const both = { ...base, environments: { production: own } };

  it.each<[string, Said, Partial<Settings>]>([
    [
      'the file over defaults',
      { config: base },
      { migrationsDirDisplay: 'base', lockTimeoutMs: 1, drainTimeoutMs: 2 },
    ],
    ['other keys of the file', { config: base }, { statementLockTimeoutMs: 0, organizationId: 'org_base' }],
    ['a ledger in a schema', { config: base }, { trackingTable: { schema: 'ops', table: 'ledger' } }],
    [
      'the environment of the file over its base',
      { config: both, flags: { environment: 'production' } },
      { migrationsDirDisplay: 'own', lockTimeoutMs: 3, drainTimeoutMs: 4, organizationId: 'org_base' },
    ],
    ['no environment that was not chosen', { config: both }, { lockTimeoutMs: 1 }],
    [
      'flags over the file',
      {
        config: both,
        flags: { environment: 'production', migrationsDir: 'flag', lockTimeoutMs: 0, drainTimeoutMs: 0 },
      },
      { migrationsDirDisplay: 'flag', lockTimeoutMs: 0, drainTimeoutMs: 0 },
    ],
    ['local for an environment nobody names', {}, { environment: 'local' }],
    ['environment of the file', { config: { environment: 'file' } }, { environment: 'file' }],
    [
      'CONFITURE_ENV over the file',
      { config: { environment: 'file' }, env: { CONFITURE_ENV: 'var' } },
      { environment: 'var' },
    ],
    ['CONFITURE_ENV from .env', { dotEnv: 'CONFITURE_ENV=dot' }, { environment: 'dot' }],
    [
      'the process over .env',
      { dotEnv: 'CONFITURE_ENV=dot', env: { CONFITURE_ENV: 'var' } },
      { environment: 'var' },
    ],
    [
      'the file over an empty CONFITURE_ENV',
      { config: { environment: 'file' }, env: { CONFITURE_ENV: '' } },
      { environment: 'file' },
    ],
    [
      '--env over CONFITURE_ENV',
      { flags: { environment: 'flag' }, env: { CONFITURE_ENV: 'var' } },
      { environment: 'flag' },
    ],
    ['CORRELATION_ID', { env: { CORRELATION_ID: 'a' } }, { correlationId: 'a' }],
    [
      'the own variable over CORRELATION_ID',
      { env: { CORRELATION_ID: 'a', CONFITURE_CORRELATION_ID: 'b' } },
      { correlationId: 'b' },
    ],
    [
      'both URLs for later',
      { config: { databaseUrl: '${X}' }, flags: { databaseUrl: 'f' } },
      { databaseUrls: { flag: 'f', file: '${X}' } },
    ],
  ])('takes %s', async (_, said, expected) => {
    expect(await settingsOf(said)).toMatchObject(expected);
  });

  it.each([
    ['true', true],
    ['1', true],
    ['woodpecker', true],
    ['', false],
    ['0', false],
    ['false', false],
    ['False', false],
  ])('with CI=%s knows whether it is in CI', async (CI, expected) => {
    expect((await settingsOf({ env: { CI } })).isCi).toBe(expected);
  });

  it('finds migrations and hooks from the config file', async () => {
    const cwd = await projectFolder({ 'ops/c.json': '{"hooks":["./h/*.ts"]}' });
    const settings = await resolveSettings({ cwd, env: {}, flags: { config: 'ops/c.json' } });
    expect(settings).toMatchObject({
      configFile: 'ops/c.json',
      migrationsDir: join(cwd, 'ops/db/migrations'),
      migrationsDirDisplay: 'ops/db/migrations',
      hooks: { entries: ['./h/*.ts'], baseDir: join(cwd, 'ops') },
    });
  });

  it('tells the faults of file, environment and variables in one error', async () => {
    const config = {
      nope: 1,
      webhooks: {
        endpoints: { audit: { url: 7, events: ['migration.complted'] }, b: { url: 'http://b.example.com' } },
      },
      environments: { production: { webhooks: { endpoints: { b: { headers: { Host: 'x' } } } } } },
    };
    const env = { CONFITURE_ENV: 'production', CONFITURE_WEBHOOK_FORMAT: 'flat' };
    const error = await failureOf(() =>
      settingsOf({ config, env, dotEnv: 'CONFITURE_WEBHOOK_X_URL=nope\n' }),
    );
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 5 });
    expect(error.details.faults).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'nope', source: 'confiture.config.json' }),
        expect.objectContaining({ path: 'webhooks.endpoints.audit.url', message: 'must be a text' }),
        expect.objectContaining({ path: 'webhooks.endpoints.audit.events[0]' }),
        expect.objectContaining({
          path: 'webhooks.endpoints.b.url',
          message: expect.stringContaining('must use https'),
        }),
        expect.objectContaining({ path: 'environments.production.webhooks.endpoints.b.headers.Host' }),
        expect.objectContaining({ path: 'CONFITURE_WEBHOOK_FORMAT', source: 'environment' }),
        expect.objectContaining({ path: 'CONFITURE_WEBHOOK_X_URL', source: '.env' }),
      ]),
    );
    expect(error.details.faults).toHaveLength(7);
  });

  it('writes a fault as path, message and source', async () => {
    const config = { webhooks: { endpoints: { audit: { events: ['*', 'migration.complted'] } } } };
    const error = await failureOf(() => settingsOf({ config }));
    expect(error.message).toContain(
      'webhooks.endpoints.audit.events[1]: unknown event type "migration.complted"; did you mean "migration.completed"? (confiture.config.json)',
    );
  });

  it('repeats no URL, secret or header in what it says', async () => {
    const config = {
      webhooks: {
        endpoints: {
          a: { url: 'ftp://s3cret', secret: 's3cret', headers: { Host: 's3cret' }, timeoutMs: 's3cret' },
        },
      },
      databaseUrl: { x: 's3cret' },
    };
    const error = await failureOf(() => settingsOf({ config, env: { CORRELATION_ID: 's3cret s3cret' } }));
    expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain('s3cret');
  });

  it('warns of a name that resembles an environment of the file', async () => {
    const { warnings } = await settingsOf({
      config: { environments: { production: {} } },
      flags: { environment: 'prodution' },
    });
    expect(warnings).toEqual([
      'environments: has no entry for "prodution"; did you mean "production"? (confiture.config.json)',
    ]);
  });

  it('warns of a second config file', async () => {
    const cwd = await projectFolder({ 'confiture.config.json': '{}', '.confiturerc': '' });
    const { warnings } = await resolveSettings({ cwd, env: {}, flags: {} });
    expect(warnings).toEqual([
      expect.stringContaining('.confiturerc is not read, because confiture.config.json is there too'),
    ]);
  });

  it('leaves out a correlation id that no header can hold', async () => {
    const settings = await settingsOf({ env: { CORRELATION_ID: 'a\r\nb' } });
    expect(settings.correlationId).toBeNull();
    expect(settings.warnings).toEqual([expect.stringContaining('CORRELATION_ID is not used')]);
  });

  it('makes every redaction pattern global', async () => {
    const cwd = await projectFolder({
      'confiture.config.ts': 'export default { redact: { patterns: [/a/iy, "b"], keys: ["k"] } };',
    });
    const { redact } = await resolveSettings({ cwd, env: {}, flags: {} });
    expect(redact).toEqual({ patterns: [/a/gi, /b/gu], keys: ['k'] });
  });

  it.each([
    ['--env', { environment: 'a b' }],
    ['--env', { environment: '' }],
    ['--lock-timeout', { lockTimeoutMs: -1 }],
    ['--lock-timeout', { lockTimeoutMs: Number.NaN }],
    ['--drain-timeout', { drainTimeoutMs: 1.5 }],
    ['--migrations-dir', { migrationsDir: '' }],
  ])('refuses a wrong %s', async (flag, flags) => {
    const error = await failureOf(() => settingsOf({ flags }));
    expect(error).toMatchObject({ code: 'FLAG_INVALID', exitCode: 5 });
    expect(error.message).toContain(flag);
  });

  it('refuses a CONFITURE_ENV that is no name', async () => {
    const error = await failureOf(() => settingsOf({ env: { CONFITURE_ENV: 'a/b' } }));
    expect(error.message).toContain('CONFITURE_ENV: the name of an environment');
  });
});
