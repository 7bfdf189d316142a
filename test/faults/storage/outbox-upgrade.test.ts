import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { sampleEvent } from '../../../src/events/catalog.js';
import { listAttempts, listDeliveries, listEndpoints } from '../../../src/outbox/log/list.js';
import { retryDeliveries } from '../../../src/outbox/log/retry.js';
import { fanOutAll } from '../../../src/outbox/records/fan-out.js';
import { claimDue } from '../../../src/outbox/store/claim.js';
import { ensureTables } from '../../../src/storage/schema.js';
import { storageSteps } from '../../../src/storage/steps.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import { deliveryId, entryFor, openConnection, passAt, recordingHook, SCOPE } from '../outbox-bench.js';

const ANY = [{ hook: 'webhooks', endpoints: null }];
const ROOM = { firstRoom: 10, rooms: [] };
const LEASE = { token: 'claimer', at: null };
const PRODUCTION = { ...SCOPE, environment: 'production' };

describe('an outbox of the second step', () => {
  it('gives its records to the one project whose ledger is there, and to their environments', async () => {
    const { connection, url } = await oldOutbox(['public.tb_confiture']);
    await connection.run(`update confiture.endpoints set disabled_at = now(), disabled_reason = 'gone', failures = 7
      where name = 'silent'`);
    expect(await ensureTables(connection)).toBe(storageSteps.length);
    await fanOutAll(connection);
    const listed = await listDeliveries(connection, PRODUCTION, { limit: 10 });
    expect(listed.map(({ id, endpoint }) => [id, endpoint])).toEqual([
      [deliveryId(3), 'audit'],
      [deliveryId(2), 'silent'],
      [deliveryId(1), 'audit'],
    ]);
    expect(await listEndpoints(connection, PRODUCTION, 'silent')).toMatchObject([
      { disabledReason: 'gone', failures: 7, waiting: 1 },
    ]);
    expect(await listDeliveries(connection, SCOPE, { limit: 10 })).toMatchObject([{ id: deliveryId(4) }]);
    const hook = recordingHook(() => ({ kind: 'done', text: 'HTTP 200' }));
    await passAt(url, hook, new Date('2100-01-01T00:00:00Z'));
    expect(hook.asked).toEqual([{ event: eventIdOf(4), endpoint: 'audit', number: 1 }]);
  });

  it('gives none to any project where several share the database, until a person names one', async () => {
    const { connection } = await oldOutbox(['public.tb_confiture', 'public.tb_other']);
    await ensureTables(connection);
    await fanOutAll(connection);
    expect(await claimDue(connection, LEASE, PRODUCTION, ANY, ROOM)).toEqual([]);
    expect(await listDeliveries(connection, PRODUCTION, { limit: 10 })).toHaveLength(3);
    expect(
      await retryDeliveries(connection, null, PRODUCTION, { id: deliveryId(4) }),
      'of another environment',
    ).toEqual([]);
    expect(await retryDeliveries(connection, null, PRODUCTION, { id: deliveryId(1) })).toHaveLength(1);
    expect(await claimDue(connection, LEASE, PRODUCTION, ANY, ROOM)).toMatchObject([{ id: deliveryId(1) }]);
  });

  it('keeps the log of what was sent, and what is set aside and interrupted', async () => {
    const { connection } = await oldOutbox(['public.tb_confiture']);
    await connection.run(`update confiture.deliveries set state = 'delivered', attempts = 1, settled_at = now()
        where id = '${deliveryId(1)}';
      insert into confiture.attempts values ('${deliveryId(1)}', 1, now(), 12, 'done', 'HTTP 200', 200, 'ok');
      create table confiture.progress (ledger text not null, direction text not null, version text not null,
        finished integer not null, finished_hash text not null, running integer,
        started_at timestamptz not null default clock_timestamp(), updated_at timestamptz not null default clock_timestamp(),
        primary key (ledger, direction, version));
      insert into confiture.progress values ('"public"."tb_confiture"', 'up', '007', 2, 'hash', 3)`);
    await ensureTables(connection);
    expect(await listAttempts(connection, deliveryId(1))).toMatchObject([{ number: 1, result: 'HTTP 200' }]);
    expect(await listDeliveries(connection, PRODUCTION, { limit: 10, state: 'delivered' })).toMatchObject([
      { id: deliveryId(1), endpoint: 'audit', migration: '005_add_payment_table' },
    ]);
    expect(await connection.query('select version, finished, running from confiture.progress')).toEqual([
      { version: '007', finished: 2, running: 3 },
    ]);
    expect(await connection.query("select to_regclass('confiture.endpoints') as free")).toEqual([
      { free: null },
    ]);
  });
});

describe('a run of an older version that is under way while the tables are brought up to date', () => {
  it.each([
    ['the second step', 2],
    ['the fourth step', 4],
  ])('goes on storing its events where it knows %s', async (_title, step) => {
    const { connection } = await oldOutbox(['public.tb_confiture'], step);
    await ensureTables(connection);
    await insertOld(connection, 9, step, 'null, null, null');
    await fanOutAll(connection);
    expect(await listDeliveries(connection, SCOPE, { limit: 1 })).toMatchObject([
      { id: deliveryId(9), endpoint: 'audit' },
    ]);
    const [claimed] = await claimDue(connection, LEASE, SCOPE, ANY, ROOM);
    expect(claimed?.message, 'a message of it has the name that it is asked for').toMatchObject({
      endpoint: 'audit',
    });
  });

  it('is waited for by the newer one, and what its transaction stores is sent', async () => {
    const { connection, url } = await oldOutbox(['public.tb_confiture'], 4);
    const older = await openConnection(url);
    await older.run('begin');
    await insertOld(older, 9, 4, 'null, null, null');
    const upgraded = ensureTables(connection);
    await waitUntilBlocked(older);
    await older.run('commit');
    expect(await upgraded).toBe(storageSteps.length);
    await fanOutAll(connection);
    expect(await listDeliveries(connection, SCOPE, { limit: 1 })).toMatchObject([{ id: deliveryId(9) }]);
  });

  it('can release what it holds', async () => {
    const { connection } = await oldOutbox(['public.tb_confiture'], 4);
    await ensureTables(connection);
    await insertOld(connection, 9, 4, "'older', pg_catalog.pg_backend_pid(), now() + interval '1 hour'");
    await fanOutAll(connection);
    expect(await listDeliveries(connection, SCOPE, { limit: 10, endpoint: 'audit' })).not.toMatchObject([
      { id: deliveryId(9) },
    ]);
    const given = [{ id: eventIdOf(9), entry: oldEntry(9, 'audit', 'local') }];
    await connection.query(
      `with given as materialized (select * from json_to_recordset($2::json) as g (id text, entry text))
       update confiture.arrivals a set entry = g.entry, token = null, pid = null, held_until = null
       from given g where a.event_id = g.id and a.token = $1`,
      ['older', JSON.stringify(given)],
    );
    await fanOutAll(connection);
    expect(await listDeliveries(connection, SCOPE, { limit: 1 })).toMatchObject([{ id: deliveryId(9) }]);
  });
});

it('a project whose tables are older is sent by its next run, though there is nothing to apply', async () => {
  const { url } = await oldOutbox([]);
  const receiver = await startRecorder();
  const project = await createProject({});
  await project.migration('001_shop', 'create table shop ();');
  expect((await project.run(['migrate', 'up'], { DATABASE_URL: url })).exitCode).toBe(0);
  const env = { DATABASE_URL: url, CONFITURE_WEBHOOK_AUDIT_URL: receiver.url };
  const { exitCode, stderr } = await project.run(['migrate', 'up'], env);
  expect(exitCode, stderr).toBe(0);
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([eventIdOf(4)]);
});

function eventIdOf(number: number): string {
  return entryFor(number, []).event.id;
}

/** A message as versions before the fifth step stored it. */
function oldMessage(target: string): string {
  return JSON.stringify({ eventType: 'migration.completed', migration: '005_add_payment_table', target });
}

/** A record as versions before the fifth step stored it. */
function oldEntry(number: number, target: string, environment: string): string {
  const event = sampleEvent('migration.completed', { id: eventIdOf(number), environment });
  const { id, type, created_at, data } = event;
  return JSON.stringify({
    event: {
      id,
      type,
      created_at,
      run_id: data.run_id,
      migration: data.migration_name,
      body: oldBody(event),
    },
    deliveries: [{ id: deliveryId(number), hook: 'webhooks', target, message: oldMessage(target) }],
  });
}

function oldBody(event: object): string {
  return JSON.stringify(event).replaceAll('":', '": ');
}

/** What a transaction of that version runs; `holder` is SQL for token, pid and end of its hold. */
async function insertOld(
  connection: Connection,
  number: number,
  step: number,
  holder: string,
): Promise<void> {
  const entry = oldEntry(number, 'audit', 'local').replaceAll("'", "''");
  const [columns, values] =
    step < 3 ? ['', ''] : [', project, environment', `, '${SCOPE.project}', '${SCOPE.environment}'`];
  await connection.run(`insert into confiture.arrivals (event_id, entry, token, pid, held_until${columns})
    values ('${eventIdOf(number)}', '${entry}', ${holder}${values})`);
}

/** Resolves when another session waits for a lock that `holder` has. */
async function waitUntilBlocked(holder: Connection): Promise<void> {
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const [row] = await holder.query<{ blocked: boolean }>(
      'select exists (select from pg_locks where not granted) as blocked, pg_sleep(0.01)',
    );
    if (row?.blocked) return;
  }
  throw new Error('no session waits');
}

/** Tables of a released step and what that version left in them: three deliveries and a record, one of them of `local`. */
async function oldOutbox(ledgers: readonly string[], step = 2) {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await connection.run(`create schema confiture; create table confiture.outbox_schema (
    step integer primary key, applied_at timestamptz not null default clock_timestamp())`);
  for (const ledger of ledgers)
    await connection.run(`create table ${ledger} (id uuid, pk_confiture bigint, slug text, version text, name text,
      applied_at timestamptz, checksum text)`);
  await connection.run(storageSteps.slice(0, 2).join(';'));
  await storeOld(connection, 1, 'audit', 'production');
  await storeOld(connection, 2, 'silent', 'production');
  await storeOld(connection, 4, 'audit', 'local');
  await connection.query('insert into confiture.arrivals (event_id, entry) values ($1, $2)', [
    eventIdOf(3),
    oldEntry(3, 'audit', 'production').replaceAll('"environment":', '"environment": '),
  ]);
  if (step > 2) await connection.run(storageSteps.slice(2, step).join(';'));
  await connection.run(`insert into confiture.outbox_schema (step) select generate_series(1, ${step})`);
  return { connection, url };
}

async function storeOld(
  connection: Connection,
  number: number,
  target: string,
  environment: string,
): Promise<void> {
  const event = sampleEvent('migration.completed', { id: eventIdOf(number), environment });
  await connection.query(
    `insert into confiture.events (id, type, created_at, migration, body) values ($1, $2, now(), $3, $4::json)`,
    [event.id, event.type, event.data.migration_name, JSON.stringify(event)],
  );
  await connection.query(
    `insert into confiture.endpoints (hook, name) values ('webhooks', $1) on conflict do nothing`,
    [target],
  );
  await connection.query(
    `insert into confiture.deliveries (id, event_id, hook, target, message) values ($1, $2, 'webhooks', $3, $4::json)`,
    [deliveryId(number), event.id, target, oldMessage(target)],
  );
}
