import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { type EndpointChange, updateEndpointStats } from '../../../src/outbox/store/endpoint-state.js';
import { createDatabase } from '../../support/database.js';
import { deliveryId, entryFor, openConnection, SCOPE, store } from '../outbox-bench.js';

const NOON = Date.parse('2100-01-01T12:00:00Z');
const MINUTE = 60_000;

/** What others are told after an attempt at `minutes` past noon that has failed, or, with `successes`, has not. */
async function attempt(
  connection: Connection,
  minutes: number,
  { failures = 1, successes = 0, lastFailure = 'HTTP 500' } = {},
): Promise<readonly EndpointChange[]> {
  const stats = { hook: 'webhooks', endpoint: 'audit', successes, failures, lastFailure };
  const rest = { throttleMs: null, disableReason: null };
  const at = new Date(NOON + minutes * MINUTE);
  return (await updateEndpointStats(connection, at, SCOPE, [{ ...stats, ...rest }], true)) ?? [];
}

/** Two endpoints, each with a delivery of an event at noon and one of an event 10 minutes later. */
async function setUp(): Promise<Connection> {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await store(
    connection,
    [1, 2].map((number) => entryFor(number, ['audit', 'chat'])),
  );
  for (const [number, minutes] of [
    [1, 0],
    [2, 10],
  ] as const) {
    await connection.query('update confiture.events set created_at = $1 where id = $2', [
      new Date(NOON + minutes * MINUTE),
      entryFor(number, []).event.id,
    ]);
  }
  return connection;
}

const settle = (connection: Connection, number: number) =>
  connection.query("update confiture.deliveries set state = 'failed', settled_at = now() where id = $1", [
    deliveryId(number),
  ]);

describe('an endpoint that fails', () => {
  it('is told of once the oldest of its deliveries has waited for 15 minutes, and once only', async () => {
    const connection = await setUp();
    expect(await attempt(connection, 1)).toEqual([]);
    expect(await attempt(connection, 14.99)).toEqual([]);
    expect(await attempt(connection, 15)).toEqual([
      {
        change: 'failing',
        hook: 'webhooks',
        endpoint: 'audit',
        reason: '3 attempts in a row have failed, the last with HTTP 500',
        failures: 3,
        failingSince: new Date(NOON + MINUTE),
        oldestWaitingSince: new Date(NOON),
      },
    ]);
    expect(await attempt(connection, 16)).toEqual([]);
    expect(await attempt(connection, 17, { failures: 0, successes: 1 })).toMatchObject([
      { change: 'recovered', failures: 4 },
    ]);
  });

  it('is told of at its first failure where deliveries have waited for that long', async () => {
    const connection = await setUp();
    expect(await attempt(connection, 60, { lastFailure: 'timed out' })).toMatchObject([
      { change: 'failing', failures: 1, failingSince: new Date(NOON + 60 * MINUTE) },
    ]);
  });

  it('is not told of for the time since its first failure, nor for what waits for others', async () => {
    const connection = await setUp();
    await attempt(connection, 1);
    await settle(connection, 1);
    expect(await attempt(connection, 24), 'the oldest waits for 14 minutes').toEqual([]);
    await settle(connection, 2);
    expect(await attempt(connection, 60), 'nothing waits').toEqual([]);
  });

  it('is not told of where no attempt failed', async () => {
    const connection = await setUp();
    expect(await attempt(connection, 60, { failures: 0, successes: 1 })).toEqual([]);
  });
});
