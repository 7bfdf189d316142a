import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { nextAttempt } from '../../../src/delivery/request/schedule.js';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { Schedule } from '../../../src/events/endpoint.js';
import type { ConfitureEvent } from '../../../src/events/event.js';
import { EventMaker } from '../../../src/events/event-maker.js';
import { eventId } from '../../../src/events/identifier.js';
import { serialize } from '../../../src/events/serializer.js';
import type { OutboxHook } from '../../../src/hooks/define/outbox-hook.js';
import { listAttempts, listDeliveries, listEndpoints } from '../../../src/outbox/log/list.js';
import { pruneDeliveries } from '../../../src/outbox/log/prune.js';
import { retryDeliveries } from '../../../src/outbox/log/retry.js';
import { fanOut, fanOutAll } from '../../../src/outbox/records/fan-out.js';
import {
  committedRecord,
  fanOutCommitted,
  releaseRecords,
  storeFacts,
} from '../../../src/outbox/records/fan-out-committed.js';
import { type OutboxRecord, recordOf } from '../../../src/outbox/records/outbox-record.js';
import { claimDue } from '../../../src/outbox/store/claim.js';
import { enableEndpoints } from '../../../src/outbox/store/endpoint-state.js';
import { isAnythingDue } from '../../../src/outbox/store/is-anything-due.js';
import { releaseExpired, renewHeld } from '../../../src/outbox/store/release.js';
import { settleAttempts } from '../../../src/outbox/store/settle.js';
import { createEndpointEvent } from '../../../src/outbox/worker/endpoint-event.js';
import { recordStats } from '../../../src/outbox/worker/record-stats.js';
import { ensureTables } from '../../../src/storage/schema.js';
import { storageSteps } from '../../../src/storage/steps.js';
import { createDatabase } from '../../support/database.js';
import {
  arrive,
  deliveryId,
  entryFor,
  openConnection,
  passAt,
  recordingHook,
  SCOPE,
  store,
} from '../outbox-bench.js';

const START = Date.parse('2100-01-01T00:00:00Z');
const ANY = [{ hook: 'webhooks', endpoints: null }];
const ROOM = { firstRoom: 10, rooms: [] };
const done = (id: string) => ({
  id,
  outcome: 'done' as const,
  delayMs: 0,
  result: 'HTTP 200',
  durationMs: 1,
  answerStatus: 200,
  answerText: null,
});

describe('schedules', () => {
  const schedules: [Schedule & string, number[]][] = [
    ['sensei', [0, 60, 300, 1800, 7200, 28_800, 86_400]],
    ['confiture', [0, 2, 4, 8, 60, 300, 1800, 7200, 28_800, 86_400]],
  ];
  it.each(schedules)(
    '%s is kept to the second by workers that know nothing of each other',
    async (schedule, delays) => {
      const { url } = await createDatabase();
      const connection = await openConnection(url);
      await store(connection, [entryFor(1, ['audit'])]);
      let nowMs = START;
      const hook = recordingHook((_message, { number }) => ({
        kind: 'retry',
        text: 'HTTP 500',
        nextAttemptAt: nextAttempt({ schedule, attempt: number, nowMs, random: () => 0 }),
      }));
      for (const [index, seconds] of delays.entries()) {
        nowMs += seconds * 1000;
        await passAt(url, hook, new Date(nowMs - 1000));
        expect(hook.asked, 'a second before it is due').toHaveLength(index + (index === 0 ? 1 : 0));
        await passAt(url, hook, new Date(nowMs));
        expect(hook.asked).toHaveLength(index + 1);
      }
      const [delivery] = await listDeliveries(connection, SCOPE, { limit: 1 });
      expect(delivery).toMatchObject({ state: 'failed', attempts: delays.length });
      expect(delivery?.lastResult).toBe('HTTP 500; it was the last attempt');
      expect(await listAttempts(connection, deliveryId(1))).toHaveLength(delays.length);
    },
  );

  it('begin again after a retry by hand, and the log of attempts goes on', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['audit'])]);
    const hook = recordingHook(() => ({ kind: 'final', text: 'HTTP 400' }));
    await passAt(url, hook, new Date(START));
    const wanted = { state: 'failed' as const, since: new Date(START - 1) };
    expect(await retryDeliveries(connection, null, SCOPE, wanted)).toHaveLength(1);
    await passAt(url, hook, new Date(START + 1));
    expect(hook.asked.map(({ number }) => number)).toEqual([1, 1]);
    expect((await listAttempts(connection, deliveryId(1))).map(({ number }) => number)).toEqual([1, 2]);
  });
});

describe('leases', () => {
  it('let a sender that lost its lease settle nothing', async () => {
    const { url } = await createDatabase();
    const [first, second] = [await openConnection(url), await openConnection(url)];
    await store(first, [entryFor(1, ['audit'])]);
    const claim = await claimDue(first, { token: 'first', at: null }, SCOPE, ANY, ROOM);
    const later = new Date(Date.now() + 76_000);
    await releaseExpired(second, { token: 'second', at: later });
    await claimDue(second, { token: 'second', at: later }, SCOPE, ANY, ROOM);
    const ids = claim.map(({ id }) => id);
    expect(ids).toEqual([deliveryId(1)]);
    expect([...(await settleAttempts(first, { token: 'first', at: null }, ids.map(done)))]).toEqual([]);
    expect([...(await settleAttempts(second, { token: 'second', at: null }, ids.map(done)))]).toEqual(ids);
    expect(await listAttempts(first, deliveryId(1))).toHaveLength(1);
  });

  it('end with their session, so that nobody waits for a killed sender', async () => {
    const { url } = await createDatabase();
    const [keeper, killed] = [await openConnection(url), await openConnection(url)];
    await store(keeper, [entryFor(1, ['audit'])]);
    await claimDue(killed, { token: 'killed', at: null }, SCOPE, ANY, ROOM);
    expect(await claimDue(keeper, { token: 'keeper', at: null }, SCOPE, ANY, ROOM)).toEqual([]);
    await killed.close();
    await expect
      .poll(() => releaseExpired(keeper, { token: 'keeper', at: null }), { timeout: 5_000 })
      .toBe(1);
    expect(await claimDue(keeper, { token: 'keeper', at: null }, SCOPE, ANY, ROOM)).toHaveLength(1);
  });

  it('that nobody remembers taking are given up with the next renewal, and what is remembered is kept', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['audit']), entryFor(2, ['audit'])]);
    const lease = { token: 'forgetful', at: null };
    expect(await claimDue(connection, lease, SCOPE, ANY, ROOM)).toHaveLength(2);
    expect([...(await renewHeld(connection, lease, [deliveryId(2)]))]).toEqual([deliveryId(2)]);
    const again = await claimDue(connection, { token: 'other', at: null }, SCOPE, ANY, ROOM);
    expect(again.map(({ id }) => id)).toEqual([deliveryId(1)]);
  });
});

describe('outbox records', () => {
  const environments = (connection: Connection) =>
    connection.query<{ environment: string }>(
      `select body ->> 'environment' as environment from confiture.events`,
    );
  const changed = (entry: OutboxRecord) => ({ ...entry, event: { ...entry.event, environment: 'changed' } });

  it('become deliveries with the facts that are known after the commit, leased to their run', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    const entry = entryFor(1, ['audit', 'chat']);
    await arrive(connection, [entry], 'run');
    const ids = await fanOutCommitted(connection, { token: 'run', at: null }, [
      committedRecord(changed(entry)),
    ]);
    expect([...ids].sort()).toEqual([deliveryId(1, 1), deliveryId(1, 2)]);
    expect(await environments(connection)).toEqual([{ environment: 'changed' }]);
    expect((await listDeliveries(connection, SCOPE, { limit: 2 })).map(({ leased }) => leased)).toEqual([
      true,
      true,
    ]);
    expect(await connection.query('select from confiture.outbox_records')).toEqual([]);
  });

  it('to endpoints that are switched off or slowed down wait, though their run is there to send them', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['off', 'slow', 'fine', 'calm'])]);
    await connection.run(`update confiture.endpoint_state set disabled_at = now() where name = 'off';
      update confiture.endpoint_state set throttled_until = now() + interval '1 minute' where name = 'slow';
      update confiture.endpoint_state set throttled_until = now() - interval '1 minute' where name = 'calm'`);
    const entry = entryFor(2, ['off', 'slow', 'fine', 'calm', 'new']);
    await arrive(connection, [entry], 'run');
    const ids = await fanOutCommitted(connection, { token: 'run', at: null }, [committedRecord(entry)]);
    expect([...ids].sort()).toEqual([3, 4, 5].map((place) => deliveryId(2, place)));
    const waiting = (await listDeliveries(connection, SCOPE, { limit: 10 })).filter(({ leased }) => !leased);
    expect(
      waiting
        .filter(({ eventId }) => eventId === entry.event.id)
        .map(({ endpoint }) => endpoint)
        .sort(),
    ).toEqual(['off', 'slow']);
  });

  it('keep what the transaction knew where somebody else has taken them', async () => {
    const { url } = await createDatabase();
    const [run, other] = [await openConnection(url), await openConnection(url)];
    const entry = entryFor(1, ['audit', 'chat']);
    await arrive(run, [entry], 'run');
    await fanOut(other, { token: 'other', at: new Date(Date.now() + 3_700_000) });
    expect(
      (await fanOutCommitted(run, { token: 'run', at: null }, [committedRecord(changed(entry))])).size,
    ).toBe(0);
    expect(await environments(run)).toEqual([{ environment: entry.event.environment }]);
    expect(await listDeliveries(run, SCOPE, { limit: 10 })).toHaveLength(2);
  });

  it("are left alone while their session lives, and are anybody's when it is gone", async () => {
    const { url } = await createDatabase();
    const [run, other] = [await openConnection(url), await openConnection(url)];
    await arrive(run, [entryFor(1, ['audit'])], 'run');
    await fanOut(other, { token: 'other', at: null });
    expect(await listDeliveries(other, SCOPE, { limit: 1 })).toEqual([]);
    expect(await isAnythingDue(other, SCOPE, [recordingHook(() => ({ kind: 'done', text: '' }))])).toBe(
      false,
    );
    await run.close();
    await expect
      .poll(() => isAnythingDue(other, SCOPE, [recordingHook(() => ({ kind: 'done', text: '' }))]), {
        timeout: 5_000,
      })
      .toBe(true);
    await fanOutAll(other);
    expect(await listDeliveries(other, SCOPE, { limit: 1 })).toHaveLength(1);
  });

  it('are taken from a database that publishes all its tables', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await connection.run('create publication everything for all tables');
    const entry = entryFor(1, ['audit']);
    await arrive(connection, [entry], 'run');
    await storeFacts(connection, 'run', [committedRecord(changed(entry))]);
    await releaseRecords(connection, 'run', [committedRecord(changed(entry))]);
    await fanOutAll(connection);
    expect(await environments(connection)).toEqual([{ environment: 'changed' }]);
  });

  it.each(['SQL_ASCII', 'LATIN1'])(
    'are taken from a database in %s, with all characters',
    async (encoding) => {
      const { query, url } = await createDatabase();
      const name = `other_${encoding.toLowerCase()}_${new URL(url).pathname.slice(1)}`;
      await query(`create database ${name} encoding '${encoding}' locale 'C' template template0`);
      onTestFinished(() => query(`drop database ${name} with (force)`).then(() => undefined));
      const connection = await openConnection(url.replace(/[^/]*$/, name));
      const text = 'clé étrangère → 🧈';
      const event = { ...sampleEvent('migration.completed'), environment: text };
      const about = { ...event, data: { ...event.data, migration_name: text } } as ConfitureEvent;
      const message = { endpoint: 'audit', note: text };
      await store(connection, [
        { event: about, deliveries: [{ id: 'dlv_1', hook: 'webhooks', message, text: serialize(message) }] },
      ]);
      const [claimed] = await claimDue(connection, { token: 'any', at: null }, SCOPE, ANY, ROOM);
      expect(claimed).toMatchObject({ message, event: about });
      expect(await listDeliveries(connection, SCOPE, { limit: 1 })).toMatchObject([{ migration: text }]);
    },
  );

  it('hold up nobody, whatever texts a hook and a failure put into them', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    const odd = 'a\0b\ud800c\\u0000 \u{1f9c8}';
    const hook = {
      ...recordingHook(() => ({ kind: 'done', text: odd })),
      messages: () => [{ endpoint: odd, [odd]: [odd] }],
    };
    const { data, ...envelope } = sampleEvent('migration.failed');
    const event = { ...envelope, data: { ...data, error: { type: odd, message: odd } } };
    const entry = recordOf(event, { hooks: [hook], onFault: () => {} });
    if (entry === null) throw new Error('the hook made no message');
    await store(connection, [entry, entryFor(1, ['audit'])]);
    await passAt(url, hook, new Date(START));
    const rows = await listDeliveries(connection, SCOPE, { limit: 10 });
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(rows.map(({ endpoint }) => endpoint).sort()).toEqual(['ab\ufffdc\\u0000 \u{1f9c8}', 'audit']);
  });

  it('that were stored twice are delivered once', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['audit'])]);
    await store(connection, [entryFor(1, ['audit']), entryFor(1, ['audit'])]);
    expect(await listDeliveries(connection, SCOPE, { limit: 10 })).toHaveLength(1);
  });

  it('are fanned out by any number of processes at once, each once', async () => {
    const { url } = await createDatabase();
    const connections = await Promise.all(Array.from({ length: 6 }, () => openConnection(url)));
    const [first] = connections;
    const numbers = Array.from({ length: 600 }, (_, index) => index + 1);
    if (first)
      await arrive(
        first,
        numbers.map((number) => entryFor(number, ['audit', 'chat'])),
        null,
      );
    await Promise.all(connections.map(fanOutAll));
    const [count] =
      (await first?.query(
        'select count(*)::int, count(distinct id)::int as ids from confiture.deliveries',
      )) ?? [];
    expect(count).toEqual({ count: 1200, ids: 1200 });
  });
});

describe('endpoints', () => {
  it('that are not known here keep their deliveries', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['audit', 'elsewhere'])]);
    const hook = { ...recordingHook(() => ({ kind: 'done', text: 'HTTP 200' })), endpoints: () => ['audit'] };
    await passAt(url, hook, new Date(START));
    const states = await listDeliveries(connection, SCOPE, { limit: 10 });
    expect(states.map(({ endpoint, state }) => [endpoint, state]).sort()).toEqual([
      ['audit', 'delivered'],
      ['elsewhere', 'waiting'],
    ]);
  });

  it('that answer 410 are switched off, while others go on and their events are kept', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['audit', 'chat'])]);
    const hook = recordingHook(({ endpoint }) =>
      endpoint === 'chat'
        ? { kind: 'done', text: 'HTTP 200' }
        : { kind: 'final', text: 'HTTP 410', effect: { kind: 'disable', reason: 'it answered 410 Gone' } },
    );
    expect(await passAt(url, hook, new Date(START))).toEqual(['audit']);
    await store(connection, [entryFor(2, ['audit', 'chat'])]);
    await passAt(url, hook, new Date(START));
    expect(hook.asked.map(({ endpoint }) => endpoint).sort()).toEqual(['audit', 'chat', 'chat']);
    expect(await enableEndpoints(connection, SCOPE, [{ hook: null, endpoint: 'audit' }])).toBe(1);
    await passAt(url, hook, new Date(START));
    expect(hook.asked.filter(({ endpoint }) => endpoint === 'audit')).toHaveLength(2);
  });

  it('that are switched off are told of to the others, once, in the transaction that does it', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(
      connection,
      [1, 2, 3].map((number) => entryFor(number, ['audit'])),
    );
    const told: ConfitureEvent[] = [];
    const hook: OutboxHook = {
      ...recordingHook(() => ({ kind: 'done', text: 'HTTP 200' })),
      subscribes: ['endpoint.disabled'],
      messages: () => [{ endpoint: 'chat' }],
      deliver: async ({ endpoint }, { event }) => {
        if (endpoint === 'chat') told.push(event);
        return endpoint === 'chat'
          ? { kind: 'done', text: 'HTTP 200' }
          : { kind: 'final', text: 'HTTP 410', effect: { kind: 'disable', reason: 'it answered 410 Gone' } };
      },
    };
    const origin = {
      environment: 'production',
      organizationId: null,
      correlationId: 'deploy-7',
      traceparent: null,
    };
    const clock = { now: () => START, newEventId: () => eventId({ nowMs: START, random: randomBytes(16) }) };
    const endpointEvent = createEndpointEvent(new EventMaker(origin, clock), (text) => text);
    await Promise.all([1, 2].map(() => passAt(url, hook, new Date(START), { endpointEvent })));
    await passAt(url, hook, new Date(START), { endpointEvent });
    expect(told).toEqual([
      {
        id: expect.stringMatching(/^evt_/),
        type: 'endpoint.disabled',
        created_at: new Date(START).toISOString(),
        environment: 'production',
        organization_id: null,
        correlation_id: 'deploy-7',
        data: {
          endpoint: 'audit',
          hook: 'webhooks',
          reason: 'it answered 410 Gone',
          failures: expect.any(Number),
          failing_since: new Date(START).toISOString(),
        },
      },
    ]);
  });

  it('are not switched off where what tells of it cannot be stored', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['audit'])]);
    const stats = {
      hook: 'webhooks',
      endpoint: 'audit',
      successes: 0,
      failures: 1,
      throttleMs: null,
      disableReason: 'gone',
    };
    const recordOf = () => entryFor(9, ['chat']);
    await connection.run(
      'alter table confiture.outbox_records add constraint nothing check (false) not valid',
    );
    await expect(recordStats(connection, null, SCOPE, [stats], recordOf)).rejects.toThrow('nothing');
    expect((await connection.run('select 1')).transaction, 'nothing is left open').toBe('idle');
    const [endpoint] = await listEndpoints(connection, SCOPE, 'audit');
    expect(endpoint?.disabledAt).toBeNull();
  });

  it('are left alone for as long as they ask, all their deliveries', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['audit'])]);
    const slow = recordingHook(() => ({
      kind: 'retry',
      text: 'HTTP 503',
      nextAttemptAt: START + 120_000,
      effect: { kind: 'throttle', untilMs: START + 120_000 },
    }));
    await passAt(url, slow, new Date(START));
    await store(connection, [entryFor(2, ['audit'])]);
    const hook = recordingHook(() => ({ kind: 'done', text: 'HTTP 200' }));
    await passAt(url, hook, new Date(START + 119_000));
    expect(hook.asked).toEqual([]);
    await passAt(url, hook, new Date(START + 120_000));
    expect(hook.asked).toHaveLength(2);
  });

  it.each([
    ['20 failures in 5 days', 20, 5, true],
    ['19 failures in 5 days', 19, 5, false],
    ['20 failures in 4 days', 20, 4, false],
  ])('are given up, or not yet, after %s', async (_title, failures, days, isOff) => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(
      connection,
      Array.from({ length: failures }, (_, index) => entryFor(index + 1, ['audit'])),
    );
    const last = START + days * 86_400_000;
    await connection.run(
      `update confiture.deliveries set due_at = to_timestamp(${last / 1000}) where id <> '${deliveryId(1)}'`,
    );
    const hook = recordingHook(() => ({ kind: 'final', text: 'HTTP 400' }));
    await passAt(url, hook, new Date(START));
    const disabled = await passAt(url, hook, new Date(last));
    expect(disabled).toEqual(isOff ? ['audit'] : []);
    const [endpoint] = await listEndpoints(connection, SCOPE, 'audit');
    expect(endpoint?.disabledAt !== null).toBe(isOff);
  });
});

describe('the tables', () => {
  it('are made once by any number of processes at the same moment', async () => {
    const { url } = await createDatabase();
    const connections = await Promise.all(Array.from({ length: 6 }, () => openConnection(url)));
    await Promise.all(connections.map((connection) => ensureTables(connection)));
    const made =
      (await connections[0]?.query('select step from confiture.outbox_schema order by step')) ?? [];
    expect(made).toEqual(storageSteps.map((_, index) => ({ step: index + 1 })));
  });

  it('of a newer version are refused, with what to do', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await ensureTables(connection);
    await connection.run('insert into confiture.outbox_schema (step) values (1000)');
    await expect(ensureTables(connection)).rejects.toMatchObject({ code: 'OUTBOX_UNUSABLE' });
  });

  it('lose what was settled long ago, and keep what waits', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(1, ['audit']), entryFor(2, ['elsewhere'])]);
    const hook = { ...recordingHook(() => ({ kind: 'done', text: 'HTTP 200' })), endpoints: () => ['audit'] };
    await passAt(url, hook, new Date(START));
    expect(await pruneDeliveries(connection, new Date(START + 29 * 86_400_000), SCOPE, 30)).toBe(0);
    expect(await pruneDeliveries(connection, new Date(START + 31 * 86_400_000), SCOPE, 30)).toBe(1);
    const events = await connection.query<{ id: string }>('select id from confiture.events');
    expect(events).toEqual([{ id: entryFor(2, []).event.id }]);
  });
});
