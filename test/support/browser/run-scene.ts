import type pg from 'pg';
import { expect, onTestFinished } from 'vitest';
import { openSession } from '../../e2e/sessions.js';
import { type RunningCli, startCli } from '../cli.js';
import { startRecorder } from '../receiver.js';
import { startTestServer, type TestServer } from '../server/start-test-server.js';

export interface RunScene extends TestServer {
  /** Starts `migrate up`, in the name of ada. */
  readonly up: () => RunningCli;
  /** A session named `night-watch` that holds what these statements lock, until it is released. */
  readonly hold: (...statements: string[]) => Promise<pg.Client>;
}

/** Sets a table of 2,000 rows in batches of 500, in the order of their ids. */
const BACKFILL = `-- confiture: phase copy batch
update items set total = id where id in (
  select id from items where total is null order by id limit 500
);
-- confiture: phase check
alter table items alter column total set not null;
`;

/** Fails the first time that it is tried with what a retry cures. */
const CURED = `do $$ begin
  if nextval('tries') = 1 then
    raise exception 'could not serialize access' using errcode = '40001';
  end if;
end $$;`;

const FAILING = `set local transaction_read_only = on;
create table step_020 (id integer);`;

const NUMBERS = Array.from({ length: 30 }, (_, index) => String(index + 1).padStart(3, '0'));

/**
 * A server, and a folder of thirty migrations: 008 recovers from an error, 010 is a backfill with a phase behind it, 020
 * fails, and 025 needs the table `gate`. All events go to one endpoint.
 */
export async function openRunScene(): Promise<RunScene> {
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  const special: Readonly<Record<string, string>> = {
    '008': CURED,
    '010': BACKFILL,
    '020': FAILING,
    '025': 'alter table gate add column opened timestamptz;',
  };
  const files = Object.fromEntries(
    NUMBERS.map((number) => [
      `db/migrations/${number}_step_${number}.up.sql`,
      special[number] ?? `create table step_${number} (id integer);`,
    ]),
  );
  const env = { CONFITURE_WEBHOOK_URL: receiver.url, CONFITURE_WEBHOOK_EVENTS: '*' };
  const config = { migration: { statementLockTimeoutMs: 0 } };
  const server = await startTestServer({ hasPage: true, files, env, config });
  const { database, project, api } = server;
  await database.query(`create table items (id integer primary key, total integer);
    insert into items select n from generate_series(1, 2000) n; analyze items;
    create sequence tries; create table gate (id integer)`);
  expect((await api.get('/v1/runs')).status).toBe(200);
  const ada = { GITLAB_CI: 'true', GITLAB_USER_LOGIN: 'ada', CI_COMMIT_SHA: '4f2c1d7a90' };
  return {
    ...server,
    up: () =>
      startCli(['migrate', 'up', '--env', server.server.context.settings.environment], {
        cwd: project.dir,
        env: { ...env, ...ada, CONFITURE_DATABASE_URL: database.url },
      }),
    hold: async (...statements) => {
      const session = await openSession(database);
      await session.query('begin');
      for (const statement of statements) await session.query(statement);
      return session;
    },
  };
}
