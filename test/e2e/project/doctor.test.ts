import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { createDatabase, onServer, type TestDatabase } from '../../support/database.js';
import { copyEmbeddedDatabase } from '../../support/embedded/database.js';
import { startPoolingProxy } from '../../support/pooling-proxy.js';
import { createProject, type TestProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import { holdLock } from '../sessions.js';

interface Check {
  readonly name: string;
  readonly verdict: string;
  readonly message: string;
  readonly hint: string | null;
  readonly code: string | null;
}

describe('doctor', () => {
  it('finds nothing wrong where nothing is, in text and in JSON', async () => {
    const { database, project } = await migrated();

    const text = await project.run(['doctor', '--database-url', database.url]);
    const { exitCode, checks } = await examine(project, database.url);

    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(/^All is well\.$/m);
    expect(exitCode).toBe(0);
    expect(checks.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual([
      'configuration',
      'database',
      'pooler',
      'owners',
      'privileges',
      'event triggers',
      'ledger',
      'lock',
      'interrupted',
      'indexes',
      'time-outs',
      'clock',
      'killed runs',
      'files',
      'unattended',
    ]);
  });

  it('changes nothing in a database that is new', async () => {
    const database = await createDatabase();
    const project = await projectWithTables();

    const { exitCode, named } = await examine(project, database.url);

    expect(exitCode).toBe(0);
    expect(named('ledger').message).toContain('is not there yet');
    expect(await database.query("select from pg_class where relnamespace = 'public'::regnamespace")).toEqual(
      [],
    );
  });

  it('makes no embedded database', async () => {
    const project = await projectWithTables();

    const { exitCode, stdout } = await project.run(['doctor']);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('the embedded database');
    expect(await project.list('.confiture')).toEqual([]);
  });

  it('looks at an embedded database that is there', async () => {
    const project = await projectWithTables();
    await copyEmbeddedDatabase(path.join(project.dir, '.confiture/database'));
    await project.run(['migrate', 'up']);

    const { exitCode, stdout } = await project.run(['doctor']);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('tb_confiture: 1 applied, 0 pending');
  });

  it('says who holds the lock', async () => {
    const { database, project } = await migrated();
    const { pid } = await holdLock(database);

    const { exitCode, named } = await examine(project, database.url);

    expect(exitCode).toBe(0);
    expect(named('lock').verdict).toBe('warning');
    expect(named('lock').message).toContain(`server process ${pid} (user confiture_test, night-watch`);
  });

  it('finds what a build that was cut off has left', async () => {
    const { database, project } = await migrated();
    await database.query('insert into parts values (1), (1)');
    await database.query('create unique index concurrently parts_id on parts (id)').catch(() => {});

    const { named } = await examine(project, database.url);

    expect(named('indexes')).toMatchObject({ verdict: 'warning', message: 'invalid: public.parts_id' });
  });

  it('finds a time-out that would end a long migration', async () => {
    const { database, project } = await migrated();
    await database.query(`alter database ${database.name} set statement_timeout = '30s'`);

    const { named } = await examine(project, database.url);

    expect(named('time-outs')).toMatchObject({ verdict: 'warning' });
    expect(named('time-outs').message).toContain('statement_timeout = 30s');
  });

  it('finds a database that is read-only by default', async () => {
    const { database, project } = await migrated();
    await database.query(`alter database ${database.name} set default_transaction_read_only = on`);

    expect((await examine(project, database.url)).named('database').message).toContain(
      'read-only by default',
    );
  });

  it.each([
    ['transaction', 3, 'failed'],
    ['session', 0, 'ok'],
  ] as const)('tells a pooler in %s mode', async (mode, exitCode, verdict) => {
    const { database, project } = await migrated();
    const proxy = await startPoolingProxy(database.url, { mode, servers: 2 });

    const found = await examine(project, proxy.url);

    expect({ exitCode: found.exitCode, ...found.named('pooler') }).toMatchObject({ exitCode, verdict });
  });

  it.each<[string, string, string, string | null]>([
    ['lacks columns', 'alter table tb_confiture drop column checksum', 'lacks checksum', 'LEDGER_UNUSABLE'],
    [
      'demands a value of another column',
      'truncate tb_confiture; alter table tb_confiture add column team text not null',
      'demands a value for team',
      'LEDGER_UNUSABLE',
    ],
    ['has further columns', 'alter table tb_confiture add column team text', 'further columns', null],
    [
      'is as an older Python tool made it',
      'alter table tb_confiture drop column applied_by',
      '1 applied',
      null,
    ],
  ])('tells a ledger that %s', async (_what, sql, message, code) => {
    const { database, project } = await migrated();
    await database.query(sql);

    const { exitCode, named } = await examine(project, database.url);

    expect(named('ledger')).toMatchObject({ code });
    expect(named('ledger').message).toContain(message);
    expect(exitCode).toBe(code === null ? 0 : 3);
  });

  it('compares the ledger with the files', async () => {
    const { database, project } = await migrated();
    await project.migration('001_tables', 'create table other (id integer)', { down: 'drop table other' });

    const { exitCode, named } = await examine(project, database.url);

    expect(exitCode).toBe(4);
    expect(named('ledger')).toMatchObject({ code: 'FILES_CHANGED' });
    expect(named('ledger').message).toContain('001_tables');
  });

  it('finds files that are not SQL', async () => {
    const { database, project } = await migrated();
    await project.migration('002_wrong', 'create tabel a ()', { down: 'drop table a' });

    const { exitCode, named } = await examine(project, database.url);

    expect(exitCode).toBe(4);
    expect(named('files')).toMatchObject({ verdict: 'failed' });
    expect(named('files').message).toContain('002_wrong.up.sql');
  });

  it('finds a migration that was cut off half-way, as status does', async () => {
    const { database, project } = await migrated();
    await project.migration('002_alone', 'vacuum parts;\nselect 1 / 0;', { down: 'select 1' });
    await project.run(['migrate', 'up', '--database-url', database.url]);

    const { named } = await examine(project, database.url);
    const status = ['migrate', 'status', '--database-url', database.url];
    const text = await project.run(status);
    const json = await project.run([...status, '--format', 'json']);

    expect(named('interrupted')).toMatchObject({ verdict: 'warning', message: 'cut off half-way: 002' });
    expect(text.stdout).toMatch(/^002 +002_alone +interrupted/m);
    expect(text.stdout).toContain('`confiture migrate resolve VERSION`');
    expect(text.exitCode).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      interrupted: [{ version: '002', name: '002_alone' }],
      pending: [{ version: '002', name: '002_alone' }],
      migrations: [{ state: 'applied' }, { version: '002', status: 'pending', state: 'interrupted' }],
      hints: ['confiture migrate up', 'confiture migrate resolve 002'],
    });
  });
});

describe('doctor, as a role with few privileges', () => {
  it('fails where the role can neither make nor use the ledger', async () => {
    const { database, project } = await migrated();
    const role = await createRole(database);

    const { exitCode, named } = await examine(project, role.url);

    expect(exitCode).toBe(3);
    expect(named('privileges')).toMatchObject({ verdict: 'failed', code: 'LEDGER_UNUSABLE' });
    expect(named('privileges').message).toContain('read and write public.tb_confiture');
    expect(named('privileges').hint).toContain('Grant create on schema public.');
  });

  it('warns where the role has the ledger and may not make schema confiture', async () => {
    const { database, project } = await migrated();
    const role = await createRole(database);
    await database.query(
      `grant create on schema public to ${role.name}; grant all on tb_confiture to ${role.name}`,
    );

    const { exitCode, named } = await examine(project, role.url);

    expect(exitCode).toBe(0);
    expect(named('privileges')).toMatchObject({ verdict: 'warning' });
    expect(named('privileges').message).toContain('make schema confiture');
  });

  it('fails for the same where there are endpoints', async () => {
    const { database, project } = await migrated();
    const role = await createRole(database);
    await database.query(
      `grant create on schema public to ${role.name}; grant all on tb_confiture to ${role.name}`,
    );

    const env = { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/' };
    const { exitCode, named } = await examine(project, role.url, env);

    expect(exitCode).toBe(3);
    expect(named('privileges')).toMatchObject({ code: 'OUTBOX_UNUSABLE' });
  });
});

it('doctor does not tick an endpoint that is switched off or fails, and tells last answers and what waits', async () => {
  const receiver = await startRecorder({ respond: (n) => (n === 1 ? 404 : 410) });
  onTestFinished(() => receiver.close());
  const { database, project } = await migrated();
  const env = { CONFITURE_WEBHOOK_URL: receiver.url };
  const up = async (version: string, drainMs: string) => {
    await project.migration(`${version}_more`, 'select 1', { down: 'select 1' });
    await project.run(['migrate', 'up', '--database-url', database.url, '--drain-timeout', drainMs], env);
  };

  await up('002', '60000');
  const failing = await examine(project, database.url, env);
  expect(failing.named('endpoint default')).toMatchObject({ verdict: 'warning' });
  expect(failing.named('endpoint default').message).toMatch(
    /failing since .*, one attempt; last answers: HTTP 404/,
  );

  await up('003', '60000');
  await up('004', '0');
  const off = (await examine(project, database.url, env)).named('endpoint default');
  expect(off).toMatchObject({ verdict: 'warning', hint: expect.stringContaining('webhooks enable default') });
  expect(off.message).toMatch(
    /; switched off since .*: it answered 410 Gone; 1 waiting, the oldest since .*; last answers: HTTP 410, HTTP 404/,
  );

  const elsewhere = (await examine(project, database.url)).named('endpoint default');
  expect(elsewhere.message).toMatch(/^not configured here; 1 waiting/);
});

describe('doctor, where a run could not even begin', () => {
  it.each([
    ['an unknown host', 'postgres://app:invented-pw@db.invalid/app', 3, 'CONNECT_UNREACHABLE'],
    ['a URL that is none', 'mysql://app:invented-pw@127.0.0.1/app', 5, 'DATABASE_URL_INVALID'],
  ])('tells %s, looks at the rest, and shows no secret', async (_what, url, exitCode, code) => {
    const project = await projectWithTables();

    const found = await examine(project, url);

    expect(found.exitCode).toBe(exitCode);
    expect(found.named('database')).toMatchObject({ verdict: 'failed', code });
    expect(found.named('files').verdict).toBe('ok');
    expect(found.output).not.toContain('invented-pw');
  });

  it('tells faults of the configuration', async () => {
    const project = await createProject({ config: { migrationDir: 'db' } });

    const { exitCode, named } = await examine(project, 'postgres://127.0.0.1:1/app');

    expect(exitCode).toBe(5);
    expect(named('configuration')).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(named('configuration').message).toContain('migrationDir');
  });

  it('tells an endpoint whose host is not known, and nothing but its scheme and host', async () => {
    const { database, project } = await migrated();
    const env = {
      CONFITURE_WEBHOOK_URL: 'https://hooks.invalid/services/invented-token?key=invented-key',
      CONFITURE_WEBHOOK_SECRET: 'an-invented-secret-that-is-long',
    };

    const found = await examine(project, database.url, env);

    expect(found.exitCode).toBe(5);
    expect(found.named('endpoint default').message).toMatch(/^https:\/\/hooks\.invalid: /);
    expect(found.output).not.toMatch(/invented-token|invented-key|an-invented-secret/);
  });
});

/** Its one migration can be rolled back, so that no check has anything to say. */
async function projectWithTables(): Promise<TestProject> {
  const project = await createProject();
  await project.migration('001_tables', 'create table parts (id integer)', { down: 'drop table parts' });
  return project;
}

async function migrated(): Promise<{ database: TestDatabase; project: TestProject }> {
  const database = await createDatabase();
  const project = await projectWithTables();
  await project.run(['migrate', 'up', '--database-url', database.url]);
  return { database, project };
}

async function examine(project: TestProject, url: string, env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = await project.run(
    ['doctor', '--format', 'json', '--database-url', url],
    env,
  );
  const document = JSON.parse(stdout) as { checks: Check[]; error?: { exit_code: number } };
  expect(document.error?.exit_code ?? 0).toBe(exitCode);
  const named = (name: string): Check => {
    const check = document.checks.find((one) => one.name === name);
    if (!check) throw new Error(`there is no check ${name}\n${stdout}`);
    return check;
  };
  return { exitCode, checks: document.checks, named, output: stdout + stderr };
}

/** A role that may log in and nothing else; it goes before its database does. */
async function createRole(database: TestDatabase): Promise<{ name: string; url: string }> {
  const name = `role_${randomBytes(6).toString('hex')}`;
  await database.query(`create role ${name} login password 'invented-pw'`);
  // Up to PostgreSQL 14 everybody may.
  await database.query('revoke create on schema public from public');
  onTestFinished(() =>
    onServer(`${inject('postgresUrl')}/postgres`, (client) => client.query(`drop role ${name}`)).then(
      () => {},
    ),
  );
  onTestFinished(async () => {
    await database.query(`drop owned by ${name}`);
  });
  const url = new URL(database.url);
  url.username = name;
  url.password = 'invented-pw';
  return { name, url: url.href };
}
