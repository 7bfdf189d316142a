import { describe, expect, it } from 'vitest';
import { listDeliveries, listEndpoints } from '../../src/outbox/log/list.js';
import { retryDeliveries } from '../../src/outbox/log/retry.js';
import { fanOutAll } from '../../src/outbox/records/fan-out.js';
import { recordText } from '../../src/outbox/records/insert-record.js';
import { claimDue } from '../../src/outbox/store/claim.js';
import { ensureOutbox } from '../../src/storage/schema.js';
import { readScope, type Scope } from '../../src/storage/scope.js';
import { outboxSteps } from '../../src/storage/steps.js';
import { createDatabase } from '../support/database.js';
import { createProject } from '../support/project.js';
import { startRecorder } from '../support/receiver.js';
import { deliveryId, entryFor, openConnection, passAt, recordingHook, SCOPE, store } from './outbox-bench.js';

const ANY = [{ hook: 'webhooks', endpoints: null }];
const ROOM = { firstRoom: 10, rooms: [] };
const LEASE = { token: 'claimer', at: null };

describe('the scope of a project', () => {
  it.each([
    ['is in the schema that its name says', { schema: 'app', table: 'tb_confiture' }, 'app.tb_confiture'],
    ['is where its ledger is found', { schema: null, table: 'tb_confiture' }, 'app.tb_confiture'],
    ['is where its ledger would be made', { schema: null, table: 'other' }, 'first.other'],
    ['is quoted where it is not plain', { schema: null, table: 'Odd.Name' }, 'first."Odd.Name"'],
  ])('%s', async (_title, trackingTable, project) => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await connection.run(`create schema first; create schema app; create table app.tb_confiture ();
      set search_path = first, app`);
    expect(await readScope(connection, { trackingTable, environment: 'local' })).toEqual({
      project,
      environment: 'local',
    });
  });
});

describe('two projects in one database', () => {
  const scopes: [string, Scope][] = [
    ['project', { ...SCOPE, project: 'public.tb_other' }],
    ['environment', { ...SCOPE, environment: 'staging' }],
  ];

  it.each(scopes)(
    'leave the deliveries of another %s alone, and know nothing of its endpoints',
    async (_what, other) => {
      const { url } = await createDatabase();
      const connection = await openConnection(url);
      await store(connection, [entryFor(1, ['audit'])]);
      await store(connection, [entryFor(2, ['audit'])], other);
      await connection.run(`update confiture.endpoint_state set disabled_at = now(), disabled_reason = 'gone'
      where project = '${SCOPE.project}' and environment = '${SCOPE.environment}'`);
      expect((await listDeliveries(connection, other, { limit: 10 })).map(({ id }) => id)).toEqual([
        deliveryId(2),
      ]);
      expect(await listEndpoints(connection, other)).toMatchObject([{ disabledReason: null, waiting: 1 }]);
      expect(await retryDeliveries(connection, null, other, { id: deliveryId(1) })).toEqual([]);
      expect(await claimDue(connection, LEASE, SCOPE, ANY, ROOM)).toEqual([]);
      expect(await claimDue(connection, LEASE, other, ANY, ROOM)).toMatchObject([{ id: deliveryId(2) }]);
    },
  );

  it('send each to its own receiver, with an endpoint of the same name', async () => {
    const { url } = await createDatabase();
    const [first, second] = [await openProject(url, 'tb_first'), await openProject(url, 'tb_second')];
    expect((await first.run(['migrate', 'up', '--drain-timeout', '0'])).exitCode).toBe(0);
    const deliver = ['webhooks', 'deliver', '--format', 'json'];

    expect((await second.run(['migrate', 'up'])).exitCode).toBe(0);
    expect((await second.run(deliver)).stdout).toContain('"delivered":0');
    expect(second.receiver.requests).toHaveLength(1);
    expect(
      JSON.parse((await second.run(['webhooks', 'deliveries', '--format', 'json'])).stdout),
    ).toMatchObject({
      deliveries: [{ state: 'delivered', migration: '001_tb_second' }],
    });

    const staging = await first.run(deliver, { CONFITURE_ENV: 'staging' });
    expect(staging.stdout).toContain('"delivered":0');
    expect((await first.run(deliver)).stdout).toContain('"delivered":1');
    expect(first.receiver.requests).toHaveLength(1);
    expect(first.receiver.requests[0]?.body.toString()).toContain('001_tb_first');
  });
});

async function openProject(url: string, table: string) {
  const project = await createProject({ config: { migration: { tracking_table: table } } });
  await project.migration(`001_${table}`, `create table made_by_${table} ();`);
  const receiver = await startRecorder();
  const env = { DATABASE_URL: url, CONFITURE_WEBHOOK_URL: receiver.url };
  return {
    receiver,
    run: (args: readonly string[], more: Record<string, string> = {}) =>
      project.run(args, { ...env, ...more }),
  };
}

describe('an outbox that is older than projects', () => {
  it('gives its records to the one project whose ledger is there, and to their environments', async () => {
    const { connection, url } = await oldOutbox(['public.tb_confiture']);
    await connection.run(`update confiture.endpoint_state set disabled_at = now(), disabled_reason = 'gone', failures = 7
      where name = 'silent'`);
    expect(await ensureOutbox(connection)).toBe(outboxSteps.length);
    await fanOutAll(connection);
    const production = { ...SCOPE, environment: 'production' };
    const listed = await listDeliveries(connection, production, { limit: 10 });
    expect(listed.map(({ id, endpoint }) => [id, endpoint])).toEqual([
      [deliveryId(3), 'audit'],
      [deliveryId(2), 'silent'],
      [deliveryId(1), 'audit'],
    ]);
    expect(await listEndpoints(connection, production, 'silent')).toMatchObject([
      { disabledReason: 'gone', failures: 7, waiting: 1 },
    ]);
    expect(await listDeliveries(connection, SCOPE, { limit: 10 })).toMatchObject([{ id: deliveryId(4) }]);
    const hook = recordingHook(() => ({ kind: 'done', text: 'HTTP 200' }));
    await passAt(url, hook, new Date('2100-01-01T00:00:00Z'));
    expect(hook.asked.map(({ event }) => event)).toEqual([entryFor(4, []).event.id]);
  });

  it('gives none to anybody where several projects share the database, until a person names one', async () => {
    const { connection } = await oldOutbox(['public.tb_confiture', 'public.tb_other']);
    await ensureOutbox(connection);
    await fanOutAll(connection);
    const production = { ...SCOPE, environment: 'production' };
    expect(await claimDue(connection, LEASE, production, ANY, ROOM)).toEqual([]);
    expect(await listDeliveries(connection, production, { limit: 10 })).toHaveLength(3);
    expect(
      await retryDeliveries(connection, null, production, { id: deliveryId(4) }),
      'of another environment',
    ).toEqual([]);
    expect(await retryDeliveries(connection, null, production, { id: deliveryId(1) })).toHaveLength(1);
    expect(await claimDue(connection, LEASE, production, ANY, ROOM)).toMatchObject([{ id: deliveryId(1) }]);
  });

  it('still takes what a run of the older version stores while it is under way', async () => {
    const { connection } = await oldOutbox(['public.tb_confiture']);
    await ensureOutbox(connection);
    const entry = recordText(entryFor(9, ['audit'])).replaceAll("'", "''");
    await connection.run(`insert into confiture.outbox_records (event_id, entry, token, pid, held_until)
      values ('${entryFor(9, []).event.id}', '${entry}', null, null, null)`);
    await fanOutAll(connection);
    expect((await listDeliveries(connection, SCOPE, { limit: 1 })).map(({ id }) => id)).toEqual([
      deliveryId(9),
    ]);
  });
});

/** Tables of the second step and what that version left in them: two deliveries, an arrival, and one of `local`. */
async function oldOutbox(ledgers: readonly string[]) {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await connection.run(`create schema confiture; create table confiture.outbox_schema (
    step integer primary key, applied_at timestamptz not null default clock_timestamp())`);
  await connection.run(outboxSteps.slice(0, 2).join(';'));
  await connection.run('insert into confiture.outbox_schema (step) values (1), (2)');
  for (const ledger of ledgers)
    await connection.run(`create table ${ledger} (id uuid, pk_confiture bigint, slug text, version text, name text,
      applied_at timestamptz, checksum text)`);
  await storeOld(connection, 1, 'audit', 'production');
  await storeOld(connection, 2, 'silent', 'production');
  await storeOld(connection, 4, 'audit', 'local');
  const { event, deliveries } = entryFor(3, ['audit']);
  const arrival = recordText({ event: { ...event, environment: 'production' }, deliveries });
  await connection.query('insert into confiture.outbox_records (event_id, entry) values ($1, $2)', [
    event.id,
    arrival,
  ]);
  return { connection, url };
}

async function storeOld(
  connection: Awaited<ReturnType<typeof openConnection>>,
  number: number,
  endpoint: string,
  environment: string,
): Promise<void> {
  const { event, deliveries } = entryFor(number, [endpoint]);
  const body = JSON.stringify({ ...event, environment });
  await connection.query(
    `insert into confiture.events (id, type, created_at, body) values ($1, $2, now(), $3::json)`,
    [event.id, event.type, body],
  );
  await connection.query(
    `insert into confiture.endpoint_state (hook, name) values ('webhooks', $1) on conflict do nothing`,
    [endpoint],
  );
  await connection.query(
    `insert into confiture.deliveries (id, event_id, hook, endpoint, message) values ($1, $2, 'webhooks', $3, $4::json)`,
    [deliveryId(number), event.id, endpoint, deliveries[0]?.text],
  );
}
