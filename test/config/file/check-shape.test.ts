import { describe, expect, it } from 'vitest';
import { checkShape } from '../../../src/config/file/check-shape.js';
import { collectIssues } from '../../../src/config/issues.js';

function check(raw: unknown) {
  const issues = collectIssues();
  const config = checkShape(raw, 'confiture.config.ts', issues);
  return { config, faults: issues.faults.map(({ path, message }) => `${path}: ${message}`) };
}

const endpoint = (entry: unknown) => ({ webhooks: { endpoints: { audit: entry } } });

describe('checkShape', () => {
  it('returns a right configuration unchanged', () => {
    const hook = new (class Hook {})();
    const raw = { environment: 'local', hooks: ['./*.ts', hook], redact: { patterns: [/a/, 'b'] } };
    expect(check(raw)).toEqual({ config: raw, faults: [] });
    expect(check(raw).config.hooks?.[1]).toBe(hook);
  });

  it('suggests the known key that an unknown one resembles', () => {
    expect(check({ databseUrl: 'x', migration: { lockTimeoutMS: 1 } }).faults).toEqual([
      'migration.lockTimeoutMS: unknown key; did you mean "lockTimeoutMs"?',
      'databseUrl: unknown key; did you mean "databaseUrl"?',
    ]);
  });

  it('lists the known keys where none is near', () => {
    expect(check({ redact: { zzzzzzz: 1 } }).faults).toEqual([
      'redact.zzzzzzz: unknown key; known are patterns, keys',
    ]);
  });

  it('suggests the event that a mistyped one resembles', () => {
    expect(check(endpoint({ events: ['migration.failed', 'migration.complted'] })).faults).toEqual([
      'webhooks.endpoints.audit.events[1]: unknown event type "migration.complted"; did you mean "migration.completed"?',
    ]);
  });

  it('tells every fault of the rules for approvals, with its path', () => {
    const approvals = [
      { environments: ['a b'], tiers: ['destructiv', 'all'], forbidself: true },
      { count: 2, approvers: ['ann'] },
      { count: 0, approvers: [7], forbidSelf: 'yes' },
    ];
    expect(check({ approvals }).faults).toEqual([
      'approvals[0].environments[0]: the name of an environment has 1 to 63 letters, digits, ".", "_" and "-", and begins with a letter or digit',
      'approvals[0].tiers[0]: unknown tier; did you mean "destructive"?',
      'approvals[0].tiers[1]: unknown tier; known are additive, reversible, lock_risky, destructive, irreversible',
      'approvals[0].forbidself: unknown key; did you mean "forbidSelf"?',
      'approvals[1].approvers: must name at least 2, as many as have to grant it',
      'approvals[2].count: must be a whole number from 1 to 20',
      'approvals[2].approvers[0]: must be a text',
      'approvals[2].forbidSelf: must be true or false',
    ]);
  });

  it.each([
    [7, ': must be an object'],
    [null, ': must be an object'],
    [{ databaseUrl: 7 }, 'databaseUrl: must be a text'],
    [{ migrationsDir: '' }, 'migrationsDir: must not be empty'],
    [{ environment: 'a b' }, 'environment: the name of an environment has'],
    [{ environments: { 'a b': {} } }, 'environments["a b"]: the name of an environment has'],
    [{ environments: { a: { environment: 'b' } } }, 'environments.a.environment: unknown key'],
    [{ environments: { a: { databaseUrl: 7 } } }, 'environments.a.databaseUrl: must be a text'],
    [{ migration: { lockTimeoutMs: -1 } }, 'migration.lockTimeoutMs: must be a whole number from 0 to'],
    [{ migration: { lockTimeoutMs: '5s' } }, 'migration.lockTimeoutMs: must be a whole number from 0 to'],
    [
      { migration: { statementLockTimeoutMs: 1.5 } },
      'migration.statementLockTimeoutMs: must be a whole number',
    ],
    [
      { migration: { tracking_table: 'a.b.c' } },
      'migration.tracking_table: must be "table" or "schema.table"',
    ],
    [
      { migration: { tracking_table: 'a;drop' } },
      'migration.tracking_table: must be "table" or "schema.table"',
    ],
    [
      { migration: { tracking_table: 'x'.repeat(64) } },
      'migration.tracking_table: has a name longer than 63 bytes',
    ],
    [{ hooks: 'x' }, 'hooks: must be a list'],
    [{ hooks: [1] }, 'hooks[0]: must be a glob or a hook object'],
    [{ webhooks: [] }, 'webhooks: must be an object'],
    [{ webhooks: { headers: { a: 1 } } }, 'webhooks.headers.a: must be a text'],
    [{ webhooks: { allowedNetworks: '10.0.0.0/8' } }, 'webhooks.allowedNetworks: must be a list'],
    [{ webhooks: { drainTimeoutMs: Number.NaN } }, 'webhooks.drainTimeoutMs: must be a whole number'],
    [{ webhooks: { endpoints: { Audit: {} } } }, 'webhooks.endpoints.Audit: the name of an endpoint has'],
    [endpoint('https://x'), 'webhooks.endpoints.audit: must be an object'],
    [endpoint({ url: 7 }), 'webhooks.endpoints.audit.url: must be a text'],
    [endpoint({ events: [] }), 'webhooks.endpoints.audit.events: must name at least one event'],
    [endpoint({ format: 'slak' }), 'webhooks.endpoints.audit.format: unknown format; did you mean "slack"?'],
    [endpoint({ format: 7 }), 'webhooks.endpoints.audit.format: must be a function or one of confiture'],
    [
      endpoint({ timeoutMs: 30_001 }),
      'webhooks.endpoints.audit.timeoutMs: must be a whole number from 1 to 30000',
    ],
    [endpoint({ auth: 'basic' }), 'webhooks.endpoints.audit.auth: must be "signature" or "shared-secret"'],
    [
      endpoint({ schedule: 'daily' }),
      'webhooks.endpoints.audit.schedule: must be "confiture", "sensei" or a list',
    ],
    [endpoint({ schedule: [-1] }), 'webhooks.endpoints.audit.schedule'],
    [endpoint({ schedule: [] }), 'webhooks.endpoints.audit.schedule'],
    [{ redact: { patterns: ['('] } }, 'redact.patterns[0]: is no valid regular expression'],
    [{ redact: { patterns: [1] } }, 'redact.patterns[0]: must be a regular expression'],
    [{ redact: { keys: [''] } }, 'redact.keys[0]: must not be empty'],
    [{ organizationId: '' }, 'organizationId: must not be empty'],
  ])('refuses %j', (raw, fault) => {
    const { faults } = check(raw);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it('tells all faults at once', () => {
    const raw = { databaseUrl: 7, hooks: [1, 2], ...endpoint({ url: 7, events: ['x', 'y'], nope: 1 }) };
    expect(check(raw).faults.map((fault) => fault.split(':')[0])).toEqual(
      expect.arrayContaining([
        'databaseUrl',
        'hooks[0]',
        'hooks[1]',
        'webhooks.endpoints.audit.url',
        'webhooks.endpoints.audit.events[0]',
        'webhooks.endpoints.audit.events[1]',
        'webhooks.endpoints.audit.nope',
      ]),
    );
  });

  it('keeps what is right beside what is wrong', () => {
    const raw = { databaseUrl: 7, organizationId: 'o', ...endpoint({ url: 'https://x', events: ['nope'] }) };
    expect(check(raw).config).toEqual({ organizationId: 'o', ...endpoint({ url: 'https://x' }) });
  });

  it('never repeats a value that may be secret', () => {
    const raw = {
      databaseUrl: ['s3cret'],
      ...endpoint({ url: { s: 's3cret' }, secret: ['s3cret'], headers: 's3cret' }),
    };
    expect(check(raw).faults.join()).not.toContain('s3cret');
  });
});
