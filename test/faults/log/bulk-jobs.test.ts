import { describe, expect, it } from 'vitest';
import { recoverAction, replayAction, retryAction } from '../../../src/app/bulk/bulk-action.js';
import { countBulk, startJob, stopJob } from '../../../src/app/bulk/run-bulk-action.js';
import type { Connection } from '../../../src/database/connection.js';
import { eventTypes } from '../../../src/events/patterns.js';
import { listJobs, readJob } from '../../../src/outbox/jobs/job.js';
import { runJobStep } from '../../../src/outbox/jobs/run-job-step.js';
import { claimDue } from '../../../src/outbox/store/claim.js';
import { enableEndpoints } from '../../../src/outbox/store/endpoint-state.js';
import { createDatabase } from '../../support/database.js';
import { entryFor, openConnection, SCOPE, store } from '../outbox-bench.js';
import { logRowsSql } from '../support/log-rows.js';

const BY = { actor: 'ops', source: 'token' } as const;
const ANY = [{ hook: 'webhooks', endpoints: null }];
const ROWS = 6_000;
const FAILED = ROWS / 20;

/** A log in which one delivery in twenty has failed, and another session of the same database. */
async function openLog(rows = ROWS): Promise<{ connection: Connection; other: Connection; url: string }> {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await store(connection, []);
  await connection.run(logRowsSql(rows));
  return { connection, other: await openConnection(url), url };
}

async function workOff(connection: Connection): Promise<number> {
  let steps = 0;
  while (await runJobStep(connection, null, SCOPE)) steps += 1;
  return steps;
}

const retryFailed = () => retryAction({ endpoint: 'audit' }, {}, Date.now());

async function countOf(connection: Connection, where: string): Promise<number> {
  const [row] = await connection.query<{ count: number }>(
    `select count(*)::integer as count from confiture.deliveries where ${where}`,
  );
  return row?.count ?? 0;
}

describe('a bulk job', () => {
  it('changes each delivery once, though two workers take part', async () => {
    const { connection, other } = await openLog();
    await connection.run(
      'create table counted (id text); create function count_it() returns trigger language plpgsql\
      as $$ begin insert into public.counted values (new.id); return new; end $$;\
      create trigger counts after update of deferred on confiture.deliveries for each row execute function count_it()',
    );
    const action = recoverAction('audit', { perSecond: 10 }, Date.now());
    const { id, total } = await startJob(connection, SCOPE, action, BY);
    await Promise.all([workOff(connection), workOff(other)]);
    expect(await readJob(connection, SCOPE, id)).toMatchObject({ state: 'completed', changed: total, total });
    expect(await connection.query('select id from public.counted group by id having count(*) > 1')).toEqual(
      [],
    );
    expect(await connection.query('select from public.counted')).toHaveLength(total);
  });

  it('goes on where a worker was killed in the middle of a step', async () => {
    const { connection, other } = await openLog();
    const action = retryAction({ endpoint: 'audit' }, { includeSucceeded: true }, Date.now());
    const { id, total } = await startJob(connection, SCOPE, action, BY);
    await runJobStep(connection, null, SCOPE);
    await other.run(`begin; lock table confiture.jobs in share mode`);
    const cut = runJobStep(connection, null, SCOPE).catch((error: unknown) => error);
    await expect
      .poll(() =>
        other.query(
          "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        ),
      )
      .toHaveLength(1);
    await other.query('select pg_terminate_backend($1)', [connection.backendPid]);
    expect(await cut).toBeInstanceOf(Error);
    await other.run('rollback');
    await workOff(other);
    expect(await readJob(other, SCOPE, id)).toMatchObject({ state: 'completed', changed: total });
  });

  it('of one endpoint looks at no other, whose failed delivery another has received meanwhile', async () => {
    const { connection } = await openLog(200);
    await store(connection, [entryFor(1, ['a', 'b'])]);
    await connection.run(
      "update confiture.deliveries set attempts = 1, settled_at = now(), last_answer = '500',\
      state = case endpoint when 'a' then 'failed' else 'delivered' end where endpoint in ('a', 'b')",
    );
    const { id } = await startJob(connection, SCOPE, retryAction({ endpoint: 'a' }, {}, Date.now()), BY);
    await workOff(connection);
    expect(await readJob(connection, SCOPE, id)).toMatchObject({ changed: 1 });
    expect(await countOf(connection, "endpoint = 'a' and state = 'waiting'")).toBe(1);
    expect(await countOf(connection, "endpoint = 'b' and state = 'delivered'")).toBe(1);
    expect(await countOf(connection, "endpoint = 'audit' and state = 'failed'")).toBe(9);
  });

  it('that is cancelled leaves the rest as it was', async () => {
    const { connection } = await openLog();
    const action = retryAction({ endpoint: 'audit' }, { includeSucceeded: true }, Date.now());
    const { id } = await startJob(connection, SCOPE, action, BY);
    await runJobStep(connection, null, SCOPE);
    const before = await readJob(connection, SCOPE, id);
    expect(before).toMatchObject({ state: 'running' });
    expect(await stopJob(connection, SCOPE, id, BY)).toMatchObject({
      wasOpen: true,
      job: { state: 'cancelled' },
    });
    expect(await runJobStep(connection, null, SCOPE)).toBe(false);
    expect(await readJob(connection, SCOPE, id)).toMatchObject({ changed: before?.changed });
    expect(await stopJob(connection, SCOPE, id, BY)).toMatchObject({ wasOpen: false });
    const audit = await connection.query('select action, subject from confiture.audit order by id');
    expect(audit).toEqual([
      { action: 'job.created', subject: id },
      { action: 'job.cancelled', subject: id },
    ]);
  });

  it('whose step cannot be made ends as failed, and the next one is done', async () => {
    const { connection } = await openLog(200);
    const { id } = await startJob(connection, SCOPE, retryFailed(), BY);
    const next = await startJob(connection, SCOPE, retryFailed(), BY);
    await connection.query('update confiture.jobs set position = \'["a", "b", "c"]\' where id = $1', [id]);
    await workOff(connection);
    expect(await readJob(connection, SCOPE, id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('cannot be read'),
    });
    expect(await readJob(connection, SCOPE, next.id)).toMatchObject({ state: 'completed', changed: 9 });
  });

  it('is for its own project and environment only', async () => {
    const { connection } = await openLog(200);
    const { id } = await startJob(connection, SCOPE, retryFailed(), BY);
    expect(await runJobStep(connection, null, { ...SCOPE, environment: 'production' })).toBe(false);
    expect(await readJob(connection, { ...SCOPE, environment: 'production' }, id)).toBeNull();
    const page = { after: null, order: 'desc', limit: 9 } as const;
    expect(await listJobs(connection, SCOPE, page)).toMatchObject([{ id, state: 'queued' }]);
    expect(await listJobs(connection, { ...SCOPE, environment: 'production' }, page)).toEqual([]);
  });

  it('counts first what it would change, with the oldest event', async () => {
    const { connection } = await openLog();
    const counts = await countBulk(connection, SCOPE, retryFailed());
    expect(counts).toMatchObject({
      count: FAILED - 1,
      endpoints: [{ endpoint: 'audit', count: FAILED - 1 }],
    });
    expect(counts.oldestAt).toBeInstanceOf(Date);
    expect(await countOf(connection, "state = 'failed'")).toBe(FAILED);
  });
});

describe('deliveries that are put back', () => {
  it('are sent after all that is new, the oldest first', async () => {
    const { connection } = await openLog(2_000);
    await connection.run(
      "delete from confiture.attempts; delete from confiture.deliveries where state = 'waiting'",
    );
    await startJob(connection, SCOPE, retryFailed(), BY);
    await workOff(connection);
    await store(connection, [entryFor(2_000_000, ['audit'])]);
    const limits = { firstRoom: 3, rooms: [] };
    const lease = { at: null, token: 'first' };
    const claimed = await claimDue(connection, lease, SCOPE, ANY, limits);
    const failed = await connection.query<{ id: string }>(
      'select id from confiture.deliveries where deferred order by event_id limit 2',
    );
    expect(new Set(claimed.map(({ id }) => id))).toEqual(
      new Set(['dlv_00000000000000000002000000_1', ...failed.map(({ id }) => id)]),
    );
  });

  it('for a probed endpoint become due a few in a second, the oldest first', async () => {
    const { connection } = await openLog();
    await startJob(connection, SCOPE, recoverAction('audit', { perSecond: 10 }, Date.now()), BY);
    await workOff(connection);
    const rows = await connection.query<{ seconds: number }>(
      `select extract(epoch from due_at - min(due_at) over ())::float8 as seconds
       from confiture.deliveries where deferred order by event_id, id`,
    );
    const seconds = rows.map((row) => Math.floor(row.seconds));
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    const most = (rows.length - 1) / 10;
    expect(seconds.at(-1)).toBeGreaterThanOrEqual(Math.floor(most));
  });

  it('as those that have gathered for an endpoint that was off are no flood when it is switched on', async () => {
    const { connection } = await openLog(200);
    await store(
      connection,
      Array.from({ length: 120 }, (_, n) => entryFor(3_000 + n, ['off'])),
    );
    await connection.run(
      "update confiture.endpoint_state set disabled_at = now(), disabled_reason = 'gone'\
      where name = 'off'",
    );
    expect(await enableEndpoints(connection, SCOPE, [{ hook: null, endpoint: 'off' }])).toBe(1);
    expect(await countOf(connection, "endpoint = 'off' and due_at <= clock_timestamp()")).toBe(50);
    expect(await countOf(connection, "endpoint = 'off' and deferred")).toBe(120);
    expect(await countOf(connection, "endpoint <> 'off' and deferred")).toBe(0);
  });
});

describe('a replay', () => {
  const replay = (endpoint: string) =>
    replayAction(endpoint, eventTypes, { type: 'migration.*' }, Date.now());

  it('sends an endpoint each event it was not sent, once, whatever is asked for at the same time', async () => {
    const { connection, other } = await openLog(2_500);
    await store(connection, [entryFor(9_000_000, ['later', 'audit'])]);
    const first = await startJob(connection, SCOPE, replay('later'), BY);
    const second = await startJob(connection, SCOPE, replay('third'), BY);
    const again = await startJob(connection, SCOPE, replay('later'), BY);
    await Promise.all([workOff(connection), workOff(other)]);
    const jobs = await Promise.all([first, second, again].map(({ id }) => readJob(connection, SCOPE, id)));
    expect(jobs).toMatchObject([{ state: 'completed' }, { state: 'completed' }, { state: 'completed' }]);
    const changed = jobs.map((job) => job?.changed ?? 0);
    expect([(changed[0] ?? 0) + (changed[2] ?? 0), changed[1]]).toEqual([first.total, second.total]);
    expect([
      await countOf(connection, "endpoint = 'later'"),
      await countOf(connection, "endpoint = 'third'"),
    ]).toEqual([2_500, 2_500]);
    expect(await countBulk(connection, SCOPE, replay('later'))).toEqual({
      count: 0,
      oldestAt: null,
      endpoints: [],
    });
    expect(await countOf(connection, "event_id like '%77' and not id ~ '^dlv_[0-9a-z]{26}_[1-9]$'")).toBe(0);
  });

  it('leaves out types that the endpoint does not take', async () => {
    const { connection } = await openLog(200);
    const action = replayAction('later', ['endpoint.disabled'], { since: '3650d' }, Date.now());
    await startJob(connection, SCOPE, action, BY);
    await workOff(connection);
    expect(await countOf(connection, "endpoint = 'later'")).toBe(1);
  });
});
