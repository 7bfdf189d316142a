import { expect, it } from 'vitest';
import { type RunningCli, startCli } from '../../support/cli.js';
import type { TestDatabase } from '../../support/database.js';
import { type RecordedRequest, startRecorder } from '../../support/receiver.js';
import { type ApiClient, apiClient } from '../../support/server/api-client.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';
import { openSession, until } from '../sessions.js';

const TOKEN = 'sk_live_invented0for0a0server0of0many0processes';
const MIGRATIONS = 30;
const STEP = 'select pg_sleep(0.1);';
/** Waits until the test has a row in \`go\`. */
const LAST = 'do $$ begin while not exists (select from go) loop perform pg_sleep(0.05); end loop; end $$;';

interface Server extends RunningCli {
  readonly api: ApiClient;
}

interface Started {
  readonly run: { readonly run_id: string };
}

type Run = Readonly<Record<string, unknown>>;

function processesOf(project: MigratedProject, webhook: string) {
  const env = {
    CONFITURE_DATABASE_URL: project.database.url,
    CONFITURE_API_TOKEN: TOKEN,
    CONFITURE_WEBHOOK_URL: webhook,
    CONFITURE_WEBHOOK_EVENTS: 'migration.completed',
  };
  const start = (...args: string[]) => startCli(args, { cwd: project.dir, env });
  return {
    start,
    serve: async (...args: string[]): Promise<Server> => {
      const server = start('serve', '--port', '0', '--format', 'json', ...args);
      const [line = ''] = (await server.waitFor('sign_in_url')).split('\n');
      return { ...server, api: apiClient((JSON.parse(line) as { url: string }).url, TOKEN) };
    },
  };
}

/** Process id of the run that is at a migration, where it is not `gone`. */
function runnerAtWork(database: TestDatabase, gone = 0): Promise<number> {
  return until('a run at work', async () => {
    const [row] = await database.query<{ process_id: number }>(
      'select process_id from confiture.runs where outcome is null and current_migration is not null and process_id <> $1',
      [gone],
    );
    return row?.process_id;
  });
}

/** Lets the last signs of life be long ago. */
function age(database: TestDatabase): Promise<unknown> {
  return database.query(
    "update confiture.runs set heartbeat_at = heartbeat_at - interval '1 hour' where outcome is null",
  );
}

function runIn(api: ApiClient, id: string, state: string): Promise<Run> {
  return until(`run ${id} ${state}`, async () => {
    const { body } = await api.get(`/v1/runs/${id}`);
    return body.state === state ? body : undefined;
  });
}

function eventOf({ headers, body }: RecordedRequest): { readonly id: unknown; readonly migration: string } {
  const { migration } = JSON.parse(body.toString('utf8')) as { migration: { name: string } };
  return { id: headers['webhook-id'], migration: migration.name };
}

it('keeps its promises while servers, workers and runs are killed and stopped in the middle of their work', async () => {
  const recorder = await startRecorder();
  const project = await createMigratedProject();
  const { database } = project;
  const names = ['001_first', '002_second', '003_third'];
  for (let n = 4; n <= MIGRATIONS; n += 1) {
    const name = `${String(n).padStart(3, '0')}_step`;
    names.push(name);
    await project.migration(name, `insert into first values (${n}); ${n < MIGRATIONS ? STEP : LAST}`);
  }
  await database.query('create table go (id integer)');
  const { start, serve } = processesOf(project, recorder.url);
  const [killed, stopped] = [await serve(), await serve()];
  const workers = [start('worker'), start('worker')] as const;
  await Promise.all(workers.map((worker) => worker.waitFor('Sending what is due')));
  const ups = [1, 2, 3].map(() => start('migrate', 'up', '--lock-timeout', '80000'));
  await recorder.waitFor(3);
  const pid = await runnerAtWork(database);
  const first = ups.find((up) => up.pid === pid);
  const others = ups.filter((up) => up !== first);
  const ended = [killed.stop('SIGKILL'), workers[0].stop('SIGKILL'), first?.stop('SIGKILL')];
  await Promise.allSettled(ended);
  const next = await runnerAtWork(database, pid);
  const [cancelled, last] = [others.find((up) => up.pid === next), others.find((up) => up.pid !== next)];
  const ends = await Promise.all([stopped.stop(), workers[1].stop(), cancelled?.stop()]);
  expect(ends.map((end) => end?.exitCode)).toEqual([0, 0, 143]);
  await database.query('insert into go values (1)');
  expect((await last?.ended)?.exitCode).toBe(0);

  const { api, stop } = await serve();
  await until('all that is due sent', async () => {
    const [row] = await database.query<{ left: string }>(
      "select (select count(*) from confiture.deliveries where state = 'waiting') + (select count(*) from confiture.outbox_records) as left",
    );
    return Number(row?.left) === 0 ? true : undefined;
  });
  await age(database);
  const applied = await database.query('select version from tb_confiture');
  expect(applied).toHaveLength(MIGRATIONS);
  const [rows] = await database.query('select count(*)::integer as count from first');
  expect(rows).toEqual({ count: MIGRATIONS - 3 + 2 });
  const stored = await database.query<{ id: string; migration: string }>(
    "select id, migration from confiture.events where type = 'migration.completed'",
  );
  expect(stored.map(({ migration }) => migration).sort()).toEqual(names);
  const received = new Map(recorder.requests.map(eventOf).map(({ id, migration }) => [id, migration]));
  expect([...received.keys()].sort()).toEqual(stored.map(({ id }) => id).sort());
  const runs = (await api.get<{ data: Run[] }>('/v1/runs?order=asc')).body.data;
  expect(runs.map(({ process_id, state, next }) => [process_id, state, next])).toEqual(
    expect.arrayContaining([
      [first?.pid, 'abandoned', 'confiture migrate up'],
      [cancelled?.pid, 'cancelled', 'confiture migrate up'],
      [last?.pid, 'completed', null],
    ]),
  );

  const [worker, before] = [start('worker'), recorder.requests.length];
  await worker.waitFor('Sending what is due');
  const job = await api.post<{ readonly job: { readonly id: string } }>('/v1/deliveries/retry', {
    body: { filter: { type: 'migration.completed' }, include_succeeded: true },
  });
  const again = (await recorder.waitFor(before + MIGRATIONS)).slice(before).map(eventOf);
  expect(again.map(({ migration }) => migration).sort()).toEqual(names);
  const done = await until('the job done', async () => {
    const { body } = await api.get(`/v1/jobs/${job.body.job.id}`);
    return body.state === 'completed' ? body : undefined;
  });
  expect(done).toMatchObject({ total: MIGRATIONS, changed: MIGRATIONS });
  await Promise.all([stop('SIGTERM'), worker.stop()]);
  expect(recorder.requests).toHaveLength(before + MIGRATIONS);
  await recorder.close();
});

it('has a run of one server paused by another go on without its server, and tells when it is gone too', async () => {
  const recorder = await startRecorder();
  const project = await createMigratedProject();
  const { database } = project;
  await project.migration(
    '004_fill',
    '-- confiture: phase fill batch sleep=50ms\nupdate first set id = -id where id = (select id from first where id > 0 order by id limit 1);',
  );
  const { serve } = processesOf(project, recorder.url);
  const [one, two] = [await serve(), await serve()];
  expect(
    (await one.api.post('/v1/runs', { headers: { prefer: 'wait=30' }, body: { target: '003' } })).status,
  ).toBe(202);
  await database.query('insert into first select n from generate_series(3, 100000) n');
  const { body } = await one.api.post<Started>('/v1/runs', { body: { reason: 'a backfill' } });
  const id = body.run.run_id;
  await until('the batch', async () => {
    const { body: run } = await two.api.get(`/v1/runs/${id}`);
    return run.current_migration === '004_fill' ? true : undefined;
  });
  await two.api.post(`/v1/runs/${id}/pause`, { body: { reason: 'peak hours' } });
  const paused = await runIn(two.api, id, 'paused');
  // Its output stays open as long as its run has it.
  process.kill(one.pid, 'SIGKILL');
  await until('the server gone', () =>
    one.api.get('/healthz').then(
      () => undefined,
      () => true,
    ),
  );
  expect(await runIn(two.api, id, 'paused')).toMatchObject({ next: `confiture migrate resume ${id}` });
  expect((await two.api.post('/v1/runs')).body).toMatchObject({ status: 409, code: 'RUN_ACTIVE' });

  process.kill(Number(paused.process_id), 'SIGKILL');
  await until('its session gone', async () => {
    const [row] = await database.query('select from pg_stat_activity where pid = $1', [paused.backend_pid]);
    return row === undefined ? true : undefined;
  });
  await age(database);
  expect(await runIn(two.api, id, 'abandoned')).toMatchObject({
    next: 'confiture migrate up',
    actor: 'environment',
  });
  await database.query('update first set id = -id where id > 0');
  const { body: next } = await two.api.post<Started>('/v1/runs');
  expect(await runIn(two.api, next.run.run_id, 'completed')).toMatchObject({
    continues: id,
    migrations_done: 1,
  });
  await two.stop();
  await recorder.close();
});

/** More than two steps of a bulk job. */
const FAILED = 2_500;
/** In the third step. */
const BLOCKED = 2_200;

/** Deliveries to `default` that have failed, of which there was one attempt each. */
async function storeFailed({ database, run, ok }: MigratedProject, webhook: string): Promise<void> {
  await run(['migrate', 'up', '--drain-timeout', '0'], { CONFITURE_WEBHOOK_URL: webhook });
  await ok('webhooks', 'deliveries');
  await database.query(`
    update confiture.deliveries set state = 'discarded', settled_at = now();
    insert into confiture.events (id, type, created_at, run_id, migration, body, project, environment)
      select 'evt_' || lpad(n::text, 26, '0'), type, created_at, run_id, migration, body, project, environment
      from (select * from confiture.events limit 1) e, generate_series(1, ${FAILED}) n;
    insert into confiture.deliveries
        (id, event_id, hook, endpoint, message, project, environment, state, attempts, settled_at)
      select 'dlv_' || lpad(n::text, 26, '0') || '_1', 'evt_' || lpad(n::text, 26, '0'), hook, endpoint, message, project,
        environment, 'failed', 1, now()
      from (select * from confiture.deliveries limit 1) d, generate_series(1, ${FAILED}) n`);
}

it('puts each delivery back once where the worker at a bulk job is killed in the middle of it', async () => {
  const recorder = await startRecorder();
  const project = await createMigratedProject();
  const { database } = project;
  await storeFailed(project, recorder.url);
  const { start, serve } = processesOf(project, recorder.url);
  const [{ api, stop }, killed] = [await serve('--no-worker'), start('worker')];
  const holder = await openSession(database);
  await holder.query('begin');
  await holder.query(`select from confiture.deliveries where id like '%0${BLOCKED}_1' for update`);
  const { body } = await api.post<{ readonly job: { readonly id: string } }>('/v1/deliveries/retry', {
    body: { filter: { endpoint: 'default' } },
  });
  const jobNow = async () =>
    (await api.get<{ readonly state: string; readonly changed: number }>(`/v1/jobs/${body.job.id}`)).body;
  await until('a step that waits', async () => {
    const [row] = await database.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return row;
  });
  expect(await jobNow()).toMatchObject({ state: 'running', total: FAILED, changed: 2_000 });
  const other = start('worker');
  await other.waitFor('Sending what is due');
  await killed.stop('SIGKILL').catch(() => {});
  await holder.query('rollback');
  const done = await until('the job done', async () => {
    const job = await jobNow();
    return job.state === 'running' ? undefined : job;
  });
  expect(done).toMatchObject({ state: 'completed', total: FAILED, changed: FAILED });
  await until('all of it delivered', async () => {
    const left = await database.query("select from confiture.deliveries where state = 'waiting' limit 1");
    return left.length === 0 ? true : undefined;
  });
  const attempts = await database.query(
    `select state, attempts, count(*)::integer as count from confiture.deliveries
     where state <> 'discarded' group by state, attempts`,
  );
  expect(attempts).toEqual([{ state: 'delivered', attempts: 2, count: FAILED }]);
  await Promise.all([stop('SIGTERM'), other.stop()]);
  await recorder.close();
});
