import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase, onServer, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';

const SECRET = 'invented-secret-of-the-endpoint';
const NEVER_ANSWERS = () => () => {};

async function recorder(respond?: Parameters<typeof startRecorder>[0]): Promise<Recorder> {
  const receiver = await startRecorder(respond);
  onTestFinished(() => receiver.close());
  return receiver;
}

async function projectWith(count: number): Promise<{ project: TestProject; database: TestDatabase }> {
  const [project, database] = [await createProject(), await createDatabase()];
  for (let index = 1; index <= count; index += 1) {
    await project.migration(`00${index}_step`, `create table step_${index} (id int)`, {
      down: `drop table step_${index}`,
    });
  }
  return { project, database };
}

const envOf = (database: TestDatabase, url: string) => ({
  DATABASE_URL: database.url,
  CONFITURE_WEBHOOK_URL: url,
  CONFITURE_WEBHOOK_SECRET: SECRET,
});

const states = (database: TestDatabase) =>
  database.query<{ state: string }>('select state from confiture.deliveries order by id');

describe('a run', () => {
  it('hands everything over with --drain-timeout 0, complete, and `webhooks deliver` sends it', async () => {
    const { project, database } = await projectWith(3);
    const silent = await recorder({ respond: NEVER_ANSWERS });
    const run = await project.run(
      ['migrate', 'up', '--drain-timeout', '0'],
      envOf(database, `${silent.url}secret-path-of-the-url`),
    );
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('3 webhook deliveries are still waiting');
    const receiver = await recorder();
    const deliver = await project.run(['webhooks', 'deliver'], envOf(database, receiver.url));
    expect(deliver).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\n3 events delivered\.\n$/),
    });
    const bodies = receiver.requests.map(({ body }) => JSON.parse(body.toString('utf8')));
    expect(bodies.map(({ execution }) => execution.rows_affected)).toEqual([0, 0, 0]);
  });

  it('sends every event of many quick migrations itself, with the facts known after their commits', async () => {
    const { project, database } = await projectWith(0);
    for (let number = 100; number < 250; number += 1) {
      await project.migration(`${number}_step`, `create table step_${number} (id int)`);
    }
    const receiver = await recorder();
    const run = await project.run(['migrate', 'up'], envOf(database, receiver.url));
    expect(run.stdout).not.toContain('still waiting');
    const rows = receiver.requests.map(
      ({ body }) => JSON.parse(body.toString('utf8')).execution.rows_affected,
    );
    expect(rows).toEqual(Array.from({ length: 150 }, () => 0));
  });

  it('holds no transaction and no lock while a delivery hangs', async () => {
    const { project, database } = await projectWith(2);
    const silent = await recorder({ respond: NEVER_ANSWERS });
    const run = startCli(['migrate', 'up', '--drain-timeout', '20000'], {
      cwd: project.dir,
      env: envOf(database, silent.url),
    });
    await silent.waitFor(2, 20_000);
    await run.waitFor('Sending');
    const busy = await database.query(
      `select state from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
    );
    const locks = await database.query(
      `select locktype from pg_locks where database = (select oid from pg_database where datname = current_database())
       and pid <> pg_backend_pid()`,
    );
    expect({ busy, locks }).toEqual({ busy: [], locks: [] });
    await run.stop('SIGINT');
    expect(await states(database)).toEqual([{ state: 'waiting' }, { state: 'waiting' }]);
  });

  it('sends what the one before it left', async () => {
    const { project, database } = await projectWith(1);
    const silent = await recorder({ respond: NEVER_ANSWERS });
    await project.run(['migrate', 'up', '--drain-timeout', '0'], envOf(database, silent.url));
    const receiver = await recorder();
    const again = await project.run(['migrate', 'up'], envOf(database, receiver.url));
    expect(again.exitCode).toBe(0);
    expect(receiver.requests).toHaveLength(1);
  });

  it('stores what was rolled back in the transaction that undid it', async () => {
    const { project, database } = await projectWith(2);
    const receiver = await recorder();
    const env = {
      ...envOf(database, receiver.url),
      CONFITURE_WEBHOOK_EVENTS: 'migration.completed,migration.rolled_back',
    };
    await project.run(['migrate', 'up'], env);
    await project.run(['migrate', 'down', '--steps', '2'], env);
    const types = receiver.requests.map(({ body }) => JSON.parse(body.toString('utf8')).event_type).sort();
    expect(types).toEqual([
      'migration.rolled_back',
      'migration.rolled_back',
      'migration_success',
      'migration_success',
    ]);
  });

  it('makes no table of the outbox where nobody listens', async () => {
    const { project, database } = await projectWith(1);
    await project.run(['migrate', 'up'], { DATABASE_URL: database.url });
    expect(await database.query("select from pg_namespace where nspname = 'confiture'")).toEqual([]);
  });
});

describe('an endpoint that answers 410', () => {
  it('is switched off for good, and the endpoints that asked for it are told', async () => {
    const { project, database } = await projectWith(2);
    const [gone, other] = [await recorder({ respond: () => 410 }), await recorder()];
    const env = {
      DATABASE_URL: database.url,
      CONFITURE_WEBHOOK_GONE_URL: gone.url,
      CONFITURE_WEBHOOK_OTHER_URL: other.url,
      CONFITURE_WEBHOOK_OTHER_EVENTS: 'endpoint.*',
      CONFITURE_WEBHOOK_OTHER_FORMAT: 'envelope',
    };
    const run = await project.run(['migrate', 'up'], env);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain('endpoint gone is switched off: it answered 410 Gone');
    const events = other.requests.map(({ body }) => JSON.parse(body.toString('utf8')));
    expect(events).toMatchObject([
      { type: 'endpoint.disabled', data: { endpoint: 'gone', reason: 'it answered 410 Gone' } },
    ]);
    await project.migration('003_later', 'select 1');
    const asked = gone.requests.length;
    await project.run(['migrate', 'up', '--drain-timeout', '500'], env);
    expect(gone.requests).toHaveLength(asked);
    const log = await project.run(['webhooks', 'deliveries'], env);
    expect(log.stdout).toContain('endpoint switched off: it answered 410 Gone');
  });
});

describe('an endpoint of another environment', () => {
  it('is said to be missing, its delivery waits, and nothing of its URL or secret is stored', async () => {
    const { project, database } = await projectWith(1);
    const silent = await recorder({ respond: NEVER_ANSWERS });
    const env = envOf(database, `${silent.url}secret-path-of-the-url`);
    await project.run(['migrate', 'up', '--drain-timeout', '0'], env);
    const arrived = await dumpOf(database);
    const elsewhere = { DATABASE_URL: database.url };
    const deliver = await project.run(['webhooks', 'deliver'], elsewhere);
    expect(deliver).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(
        '\nNothing is due.\nDeliveries wait for endpoints that are not configured here, or whose master key is not: default (1).\n',
      ),
    });
    const log = await project.run(['webhooks', 'deliveries'], elsewhere);
    expect(log.stdout).toContain('endpoint not configured here');
    const dump = arrived + (await dumpOf(database));
    expect(dump.match(/001_step/g)?.length).toBeGreaterThan(2);
    for (const secret of [SECRET, 'secret-path-of-the-url', new URL(silent.url).port]) {
      expect(dump).not.toContain(secret);
    }
  });
});

describe('a failure without a database', () => {
  /** Ends the sessions of a run in the middle of a migration, and refuses new ones. */
  async function cutOff(prepare?: (project: TestProject) => Promise<unknown>) {
    const { project, database } = await projectWith(1);
    await project.migration('002_long', 'select pg_sleep(60)');
    await prepare?.(project);
    const receiver = await recorder();
    const env = envOf(database, receiver.url);
    const run = startCli(['migrate', 'up', '--drain-timeout', '1000'], { cwd: project.dir, env });
    await receiver.waitFor(1, 20_000);
    await onServer(serverOf(database), async (client) => {
      await client.query(`alter database ${database.name} allow_connections false`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
        database.name,
      ]);
    });
    return { project, database, receiver, env, run: await run.ended };
  }

  it('goes to the spool, and the next command that has the database sends it', async () => {
    const { project, database, receiver, env, run } = await cutOff();
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain('it is kept in .confiture/spool');
    const spool = path.join(project.dir, '.confiture/spool');
    expect(await readdir(spool)).toHaveLength(1);
    await openDoor(database);
    const deliver = await project.run(['webhooks', 'deliver'], env);
    expect(deliver.exitCode).toBe(0);
    expect(await readdir(spool)).toEqual([]);
    const types = receiver.requests.map(({ body }) => JSON.parse(body.toString('utf8')).event_type);
    expect([...new Set(types)].sort()).toEqual(['migration_error', 'migration_success']);
  });

  it('is said to be lost where the spool cannot be written, and changes no exit code', async () => {
    const kept = await cutOff();
    const lost = await cutOff((project) => project.write('.confiture/spool', 'a file in its place'));
    expect(lost.run.exitCode).toBe(kept.run.exitCode);
    expect(lost.run.stderr).toContain('migration.failed of 002_long is lost to default');
  });
});

/** Every row of every table of the outbox, and of the ledger. */
async function dumpOf(database: TestDatabase): Promise<string> {
  const tables = await database.query<{ name: string }>(
    "select schemaname || '.' || tablename as name from pg_tables where schemaname in ('confiture', 'public')",
  );
  const rows = await Promise.all(
    tables.map(({ name }) => database.query(`select t::text as row from ${name} t`)),
  );
  return JSON.stringify(rows);
}

function serverOf({ url }: TestDatabase): string {
  return url.replace(/\/[^/]*$/, '/postgres');
}

function openDoor(database: TestDatabase): Promise<unknown> {
  return onServer(serverOf(database), (client) =>
    client.query(`alter database ${database.name} allow_connections true`),
  );
}
