import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { countDeliveries } from '../../../src/outbox/log/count.js';
import { type DeliveryFilter, isNarrow } from '../../../src/outbox/log/delivery-filter.js';
import { discardableStates, discardDeliveries } from '../../../src/outbox/log/discard.js';
import { listDeliveries } from '../../../src/outbox/log/list.js';
import { pruneDeliveries } from '../../../src/outbox/log/prune.js';
import { retryDeliveries } from '../../../src/outbox/log/retry.js';
import { claimDue } from '../../../src/outbox/store/claim.js';
import { createDatabase } from '../../support/database.js';
import {
  deliveryId,
  entryFor,
  openConnection,
  passAt,
  recordingHook,
  SCOPE,
  store,
} from '../outbox-bench.js';

const DAY_MS = 86_400_000;
const ANY = [{ hook: 'webhooks', endpoints: null }];
const ROOM = { firstRoom: 100, rooms: [] };

/** Deliveries 1 to 4: delivered with 200, given up after 404, after no answer, and never tried. */
async function openLog(): Promise<{ connection: Connection; url: string }> {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await store(connection, [
    entryFor(1, ['audit']),
    entryFor(2, ['audit']),
    entryFor(3, ['pager']),
    entryFor(4, ['elsewhere']),
  ]);
  await connection.run(`
    update confiture.events set type = 'migration.completed', run_id = 'run_first', migration = '001_first';
    update confiture.events set type = 'migration.failed', run_id = 'run_second', migration = '0010_first'
      where id = '${entryFor(2, []).event.id}';
    update confiture.events set type = 'endpoint.disabled', run_id = null, migration = null
      where id = '${entryFor(3, []).event.id}';
    update confiture.deliveries set attempts = 1, settled_at = now() - interval '2 days',
      state = case id when '${deliveryId(1)}' then 'delivered' else 'failed' end
      where id <> '${deliveryId(4)}';
    update confiture.events set created_at = now() - interval '4 days';
    insert into confiture.attempts (delivery_id, number, ended_at, duration_ms, outcome, result, answer_status)
    values ('${deliveryId(1)}', 1, now(), 1, 'done', 'HTTP 200', 200),
      ('${deliveryId(2)}', 1, now(), 1, 'final', 'HTTP 404', 404),
      ('${deliveryId(3)}', 1, now(), 1, 'final', 'no answer', null)`);
  return { connection, url };
}

async function numbersOf(connection: Connection, filter: DeliveryFilter): Promise<number[]> {
  const found = await listDeliveries(connection, SCOPE, { ...filter, limit: 100 });
  return [1, 2, 3, 4].filter((number) => found.some(({ id }) => id === deliveryId(number)));
}

describe('the filter of deliveries', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
  const cases: [what: string, filter: DeliveryFilter, numbers: number[]][] = [
    ['nothing', {}, [1, 2, 3, 4]],
    ['an id', { id: deliveryId(2) }, [2]],
    ['a state', { state: 'failed' }, [2, 3]],
    ['an endpoint', { endpoint: 'audit' }, [1, 2]],
    ['a type', { type: 'migration.failed' }, [2]],
    ['a pattern', { type: 'migration.*' }, [1, 2, 4]],
    ['every type', { type: '*' }, [1, 2, 3, 4]],
    ['a status', { status: { from: 404, to: 404 } }, [2]],
    ['a class of statuses', { status: { from: 200, to: 299 } }, [1]],
    ['no status', { status: null }, [3, 4]],
    ['a version', { migration: '001' }, [1, 4]],
    ['a name', { migration: '0010_first' }, [2]],
    ['the start of a name', { migration: '001_' }, []],
    ['a run', { run: 'run_second' }, [2]],
    ['a time since', { since: daysAgo(3) }, [1, 2, 3]],
    ['a time until', { until: daysAgo(3) }, [4]],
    ['an error', { error: 'dns' }, []],
    ['an error and no status', { error: 'other', status: null }, [3]],
    ['an error and a status', { error: 'dns', status: { from: 404, to: 404 } }, []],
    ['all of these at once', { state: 'failed', endpoint: 'audit', type: '*', since: daysAgo(3) }, [2]],
  ];

  it('chooses by each of its parts, and by all at once', async () => {
    const { connection } = await openLog();
    for (const [what, filter, numbers] of cases)
      expect(await numbersOf(connection, filter), what).toEqual(numbers);
  });

  it.each([
    [{}, false],
    [{ state: 'failed' as const }, false],
    [{ state: 'failed' as const, endpoint: 'audit' }, true],
    [{ status: null }, true],
  ])('of %j is narrow: %s', (filter, narrow) => {
    expect(isNarrow(filter)).toBe(narrow);
  });
});

describe('a delivery that is discarded', () => {
  it('is sent no more, counts as settled, and comes back by a retry by hand', async () => {
    const { connection, url } = await openLog();
    const counted = await countDeliveries(
      connection,
      SCOPE,
      { state: 'waiting', endpoint: 'elsewhere' },
      null,
    );
    const discarded = await discardDeliveries(connection, null, SCOPE, {
      state: 'waiting',
      endpoint: 'elsewhere',
    });
    expect(discarded).toEqual(counted);
    expect(discarded).toEqual([{ hook: 'webhooks', endpoint: 'elsewhere', count: 1 }]);
    expect(await listDeliveries(connection, SCOPE, { limit: 9, state: 'discarded' })).toMatchObject([
      { id: deliveryId(4), dueAt: null, settledAt: expect.any(Date) },
    ]);
    const hook = recordingHook(() => ({ kind: 'done', text: 'HTTP 200' }));
    await passAt(url, hook, new Date(Date.now() + DAY_MS));
    expect(hook.asked).toEqual([]);
    expect(await retryDeliveries(connection, null, SCOPE, { state: 'discarded' })).toHaveLength(1);
    await passAt(url, hook, new Date(Date.now() + DAY_MS));
    expect(hook.asked).toHaveLength(1);
  });

  it('is deleted by a prune once that was long enough ago', async () => {
    const { connection } = await openLog();
    await discardDeliveries(connection, null, SCOPE, { state: 'waiting' });
    expect(await pruneDeliveries(connection, new Date(Date.now() + 31 * DAY_MS), SCOPE, 30)).toBe(4);
  });

  it('had not arrived: what is delivered stays so', async () => {
    const { connection } = await openLog();
    expect(await countDeliveries(connection, SCOPE, {}, discardableStates)).toMatchObject(
      await discardDeliveries(connection, null, SCOPE, {}),
    );
    expect(await numbersOf(connection, { state: 'discarded' })).toEqual([2, 3, 4]);
    expect(await numbersOf(connection, { state: 'delivered' })).toEqual([1]);
  });

  it('was not being sent: what is leased is left alone', async () => {
    const { connection } = await openLog();
    await claimDue(connection, { token: 'somebody', at: null }, SCOPE, ANY, ROOM);
    expect(await countDeliveries(connection, SCOPE, { state: 'waiting' }, null)).toEqual([]);
    expect(await discardDeliveries(connection, null, SCOPE, { state: 'waiting' })).toEqual([]);
  });
});
