import { expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { fanOutAll } from '../../../src/outbox/records/fan-out.js';
import { insertRecordSql } from '../../../src/outbox/records/insert-record.js';
import { assignPositions } from '../../../src/outbox/stream/assign-positions.js';
import { lastPosition, readStream } from '../../../src/outbox/stream/read-stream.js';
import { keepAllEvents } from '../../../src/storage/event-stream.js';
import { ensureTables } from '../../../src/storage/schema.js';
import { createDatabase, onServer } from '../../support/database.js';
import { entryFor, openConnection, SCOPE, store } from '../outbox-bench.js';

const idOf = (number: number) => `evt_${String(number).padStart(26, '0')}`;

async function told(connection: Connection, after = 0): Promise<string[]> {
  const read = await readStream(connection, SCOPE, after, 10_000);
  return read.map(({ position, event }) => `${position} ${event.id}`);
}

async function openServed(): Promise<{ url: string; connection: Connection }> {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await ensureTables(connection);
  await keepAllEvents(connection, SCOPE);
  return { url, connection };
}

it('gives an event that is committed late a position after those that were told before it', async () => {
  const { url, connection } = await openServed();
  const late = await openConnection(url);
  await late.run(`begin; ${insertRecordSql(entryFor(1, []), SCOPE, null)}`);
  await store(connection, [entryFor(2, []), entryFor(3, [])]);
  await assignPositions(connection, SCOPE);
  expect(await told(connection)).toEqual([`1 ${idOf(2)}`, `2 ${idOf(3)}`]);

  await late.run('commit');
  await fanOutAll(connection);
  expect(await assignPositions(connection, SCOPE)).toBe(1);
  expect(await told(connection, 2)).toEqual([`3 ${idOf(1)}`]);
  expect(await lastPosition(connection, SCOPE)).toBe(3);
});

it('counts without a gap and without a repetition while events are stored and many servers count at once', async () => {
  const { url, connection } = await openServed();
  const servers = await Promise.all([1, 2, 3, 4].map(() => openConnection(url)));
  const writers = await Promise.all([1, 2].map(() => openConnection(url)));
  const total = 60;
  let written = 0;
  const write = async (writer: Connection, first: number) => {
    for (let number = first; number <= total; number += writers.length) {
      await store(writer, [entryFor(number, [])]);
      written += 1;
    }
  };
  const serve = async (server: Connection) => {
    while (written < total) await assignPositions(server, SCOPE);
    await assignPositions(server, SCOPE);
  };
  await Promise.all([...writers.map((writer, index) => write(writer, index + 1)), ...servers.map(serve)]);

  const read = await readStream(connection, SCOPE, 0, 1_000);
  expect(read.map(({ position }) => position)).toEqual(
    Array.from({ length: total }, (_, index) => index + 1),
  );
  expect(new Set(read.map(({ event }) => event.id)).size).toBe(total);
});

it('counts on behind a server whose positions are not committed yet', async () => {
  const { url, connection } = await openServed();
  const other = await openConnection(url);
  await store(connection, [entryFor(1, [])]);
  await other.run(`begin; update confiture.event_streams set last_position = 1;
    update confiture.events set position = 1`);
  await store(connection, [entryFor(2, [])]);
  const assigned = (async () => {
    // The wait for the lock ends after a while.
    while ((await assignPositions(connection, SCOPE)) === 0);
  })();
  const isWaiting = () =>
    onServer(url, (client) =>
      client.query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      ),
    );
  await expect.poll(async () => (await isWaiting()).rowCount, { timeout: 60_000 }).toBe(1);
  await other.run('commit');
  await assigned;
  expect(await told(connection)).toEqual([`1 ${idOf(1)}`, `2 ${idOf(2)}`]);
});

it('counts each project and environment by itself', async () => {
  const { connection } = await openServed();
  const other = { ...SCOPE, environment: 'production' };
  await keepAllEvents(connection, other);
  await store(connection, [entryFor(1, []), entryFor(2, [])]);
  await store(connection, [entryFor(3, [])], other);
  await assignPositions(connection, SCOPE);
  await assignPositions(connection, other);
  expect(await told(connection)).toEqual([`1 ${idOf(1)}`, `2 ${idOf(2)}`]);
  expect((await readStream(connection, other, 0, 10)).map(({ position }) => position)).toEqual([1]);
});
