import { describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startProxy } from '../../support/proxy.js';
import { startRecorder } from '../../support/receiver.js';
import { createRole } from '../../support/role.js';

const HOSTILE = {
  datestyle: "'SQL, DMY'",
  intervalstyle: 'sql_standard',
  timezone: "'Asia/Kathmandu'",
  bytea_output: 'escape',
  extra_float_digits: '-15',
  default_transaction_isolation: 'serializable',
  standard_conforming_strings: 'off',
};

describe('settings of the database', () => {
  it('change neither what commands read nor the times they tell', async () => {
    const { project, database, env } = await setUp();
    const receiver = await startRecorder();
    const endpoint = { ...env, CONFITURE_WEBHOOK_URL: receiver.url };
    await setAll(database, HOSTILE);
    const json = async (...args: string[]) => {
      const { exitCode, stdout } = await project.run([...args, '--format', 'json'], endpoint);
      return { exitCode, document: JSON.parse(stdout) };
    };
    const before = Date.now();

    expect(await json('migrate', 'up')).toMatchObject({ exitCode: 0 });
    const { exitCode, document } = await json('migrate', 'status');
    expect(exitCode).toBe(0);
    for (const { applied_at: at } of document.migrations) {
      expect(Math.abs(Date.parse(at) - before)).toBeLessThan(3_600_000);
    }
    expect(await json('migrate', 'verify')).toMatchObject({ exitCode: 0 });
    expect(await json('migrate', 'down')).toMatchObject({ exitCode: 0 });
    expect(await json('doctor')).toMatchObject({ exitCode: 0 });
    const { document: log } = await json('webhooks', 'deliveries');
    expect(log.deliveries.length).toBeGreaterThan(0);
    for (const { created_at: at } of log.deliveries)
      expect(Math.abs(Date.parse(at) - before)).toBeLessThan(3_600_000);
    await receiver.close();
  });

  it('are those that migrations run with', async () => {
    const { project, database, env } = await setUp();
    await setAll(database, HOSTILE);
    const names = Object.keys(HOSTILE);
    const values = names.map((name) => `current_setting('${name}')`).join(', ');
    const insert = `insert into seen select ${values}, current_setting('search_path')`;
    await project.migration(
      '002_table',
      `create table seen (${[...names, 'path'].map((name) => `${name} text`)})`,
    );
    await project.migration('003_plain', insert);
    await project.migration('004_alone', `-- confiture: no-transaction\n${insert}`);
    await project.migration('005_again', insert, {
      down: insert,
      verify: `select count(*) = 3 from seen where timezone = current_setting('timezone')`,
    });

    expect(await project.run(['migrate', 'up'], env)).toMatchObject({ exitCode: 0 });
    expect(await project.run(['migrate', 'verify'], env)).toMatchObject({ exitCode: 0 });
    expect(await project.run(['migrate', 'down'], env)).toMatchObject({ exitCode: 0 });

    const expected = Object.values(HOSTILE).map((value) => value.replaceAll("'", ''));
    const rows = await database.query('select * from seen');
    expect(rows.map((row) => Object.values(row))).toEqual(
      Array.from({ length: 4 }, () => [...expected, '"$user", public']),
    );
  });

  it('apply to the deferred triggers of a migration, which run at its commit', async () => {
    const { project, env } = await setUp();
    await project.migration(
      '002_trigger',
      `create table public.notes (n integer);
      create function public.note() returns trigger language plpgsql as $$ begin insert into notes values (1); return null; end $$;
      create table public.parts (a integer);
      create constraint trigger late after insert on public.parts deferrable initially deferred for each row execute function public.note();
      insert into public.parts values (1)`,
    );
    expect(await project.run(['migrate', 'up'], env)).toMatchObject({ exitCode: 0 });
  });
});

describe('a search_path that was changed after migrations were applied', () => {
  it.each([
    [['migrate', 'up']],
    [['migrate', 'status']],
    [['migrate', 'baseline', '--target', '001']],
    [['doctor']],
  ])('stops %j with both places named', async (args) => {
    const { project, database, env } = await movedLedger();

    const { exitCode, stdout, stderr } = await project.run(args, env);

    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 5 });
    expect(stdout + stderr).toContain('leads to app.tb_confiture, which does not exist');
    expect(stdout + stderr).toContain('public.tb_confiture has 1 of these 1 migrations as applied');
    expect(await database.query("select from pg_class where relname = 'tb_confiture'")).toHaveLength(1);
  });

  it.each([
    [
      'the config names a schema',
      async ({ project }: Moved) => {
        await project.write(
          'confiture.config.json',
          JSON.stringify({ migration: { tracking_table: 'app.tb_confiture' } }),
        );
        return {};
      },
    ],
    [
      'the URL has the search_path',
      async ({ env }: Moved) => ({
        CONFITURE_DATABASE_URL: `${env.CONFITURE_DATABASE_URL}?options=-c%20search_path%3Dapp`,
      }),
    ],
    [
      'the other ledger holds other migrations',
      async ({ database }: Moved) => {
        await database.query("update public.tb_confiture set name = 'something_else'");
        return {};
      },
    ],
  ])('is followed where %s', async (_case, give) => {
    const moved = await movedLedger();
    const env = { ...moved.env, ...(await give(moved)) };

    expect(await moved.project.run(['migrate', 'up'], env)).toMatchObject({ exitCode: 0 });

    expect(await moved.database.query('select version from app.tb_confiture')).toEqual([{ version: '001' }]);
  });

  it('is looked for in the question that takes the lock: a first run asks nothing more before it makes the ledger', async () => {
    const { project, database } = await setUp();
    const asked: string[] = [];
    const proxy = await startProxy(database.url, {
      fault: 'cut',
      strikes: ({ direction, text }) => {
        if (direction === 'toServer') asked.push(text);
        return false;
      },
    });
    const url = new URL(database.url);
    url.port = new URL(proxy.url).port;
    await project.run(['migrate', 'up'], { CONFITURE_DATABASE_URL: url.href });
    const taken = asked.findIndex((text) => text.includes('pg_try_advisory_lock'));
    expect(asked[taken + 1]).toMatch(/create table "public"\."tb_confiture"/);
  });
});

describe('what hides rows or forbids writing', () => {
  it('row security on the ledger is an error, not a pending migration', async () => {
    const { project, database, env } = await setUp();
    await project.run(['migrate', 'up'], env);
    const role = await createRole(database);
    await database.query(`grant all on public.tb_confiture to ${role.name};
      alter table public.tb_confiture enable row level security`);

    for (const command of ['up', 'status']) {
      const { exitCode, stderr } = await project.run(['migrate', command], {
        CONFITURE_DATABASE_URL: role.url,
      });
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 });
      expect(stderr).toContain(`row security hides rows of the ledger public.tb_confiture from ${role.name}`);
    }
  });

  it('read-only transactions are told as such, before anything is run', async () => {
    const { project, database, env } = await setUp();
    await setAll(database, { default_transaction_read_only: 'on' });

    for (const args of [
      ['migrate', 'up'],
      ['migrate', 'up', '--dry-run'],
      ['migrate', 'baseline', '-t', '1'],
      ['doctor'],
    ]) {
      const { exitCode, stdout, stderr } = await project.run(args, env);
      expect({ args, exitCode, stdout, stderr }).toMatchObject({ exitCode: 3 });
      expect(stdout + stderr).toMatch(/read-only/);
      expect(stdout + stderr).not.toContain('CREATE');
    }
  });

  it('an event trigger that refuses tables is told as one, by the doctor too', async () => {
    const { project, database, env } = await setUp();
    await database.query(`create function public.forbid() returns event_trigger language plpgsql as
      $$ begin raise insufficient_privilege using message = 'no tables here'; end $$;
      create event trigger forbid on ddl_command_start execute function public.forbid()`);

    const up = await project.run(['migrate', 'up'], env);
    expect(up.exitCode).toBe(3);
    expect(up.stderr).toContain('event trigger');
    const doctor = await project.run(['doctor'], env);
    expect(doctor.exitCode).toBe(3);
    expect(doctor.stdout).toContain('forbid: one of them refuses to have a table made');
    await database.query('drop event trigger forbid');
  });
});

describe('a link that is lost while own tables are made', () => {
  it.each([
    ['the ledger', 'CREATE TABLE', {}],
    ['the outbox', 'CREATE SCHEMA', { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/' }],
  ])('is told as lost, and not as a privilege that is missing: %s', async (_tables, tag, variables) => {
    const { project, database, env } = await setUp();
    await database.query(`create function public.vanish() returns event_trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(60); end $$;
      create event trigger vanish on ddl_command_start when tag in ('${tag}') execute function public.vanish()`);

    const { exitCode, stderr } = await project.run(['migrate', 'up'], { ...env, ...variables });

    await database.query('drop event trigger vanish');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 });
    expect(stderr).toContain('was lost');
    expect(stderr).not.toMatch(/needs CREATE|lacks a privilege/);
  });
});

type Moved = Awaited<ReturnType<typeof movedLedger>>;

async function movedLedger() {
  const setting = await setUp();
  const { project, database, env } = setting;
  await project.run(['migrate', 'up'], env);
  await database.query('create schema app');
  await setAll(database, { search_path: 'app' });
  return setting;
}

async function setAll({ name, query }: TestDatabase, settings: Readonly<Record<string, string>>) {
  for (const [setting, value] of Object.entries(settings))
    await query(`alter database ${name} set ${setting} = ${value}`);
}

async function setUp() {
  const database = await createDatabase();
  const project = await createProject();
  await project.migration('001_first', 'create table first ()', { down: 'drop table first' });
  return { project, database, env: { CONFITURE_DATABASE_URL: database.url } };
}
