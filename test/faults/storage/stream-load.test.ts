import { once } from 'node:events';
import { connect as connectTo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import type { ConfitureEvent } from '../../../src/events/event.js';
import { insertRecordSql } from '../../../src/outbox/records/insert-record.js';
import { openStreamClient, type StreamClient, streamStatus } from '../../support/server/event-stream.js';
import { startTestServer, TEST_TOKEN } from '../../support/server/start-test-server.js';
import { entryFor, openConnection, SCOPE, store } from '../outbox-bench.js';

const EVENTS = 1_500;
const WRITERS = 3;
/** On each server; with those that are cut and not closed yet, a token may have ten. */
const STREAMS = 7;
/** Of each reader at most, within the requests a minute that a token may send. */
const READS = 1_000;
const LISTS = ['/v1/runs', '/v1/audit', '/v1/approvals', '/v1/tokens'];

/** As runs do: each event in a transaction of its own, some of which stay open while others commit. */
async function write(writer: Connection, late: Connection, first: number): Promise<void> {
  for (let number = first; number <= EVENTS; number += WRITERS * 2) {
    const insert = (event: number) => insertRecordSql(entryFor(event, []), SCOPE, null);
    await late.run(`begin; ${insert(number)}`);
    if (number + WRITERS <= EVENTS) await writer.run(insert(number + WRITERS));
    await late.run('commit');
  }
}

const idsOf = (clients: readonly StreamClient[]) =>
  clients.flatMap(({ messages }) => messages.map(({ data }) => (data as { readonly id: string }).id));

it('tells each stream of two servers each event once and in order, also those that are cut and resume', async () => {
  const first = await startTestServer();
  const second = await startTestServer({ database: first.database });
  const servers = [first, second];
  const open = (index: number, lastEventId?: string) =>
    openStreamClient({
      url: servers[index % servers.length]?.url ?? '',
      token: TEST_TOKEN,
      ...(lastEventId !== undefined && { lastEventId }),
    });
  const streams = await Promise.all(
    Array.from({ length: STREAMS * servers.length }, async (_, index) => [await open(index)]),
  );
  await Promise.all(streams.flat().map((client) => client.untilId()));

  const writing = new AbortController();
  const readers = servers.flatMap(({ api }) =>
    [0, 1].map(async (offset) => {
      for (let n = offset; n < READS && !writing.signal.aborted; n += 1)
        expect((await api.get(LISTS[n % LISTS.length] ?? '')).status).toBe(200);
    }),
  );
  const connections = await Promise.all(
    Array.from({ length: WRITERS * 2 }, () => openConnection(first.database.url)),
  );
  const written = Promise.all(
    Array.from({ length: WRITERS }, (_, index) =>
      write(connections[index * 2] as Connection, connections[index * 2 + 1] as Connection, index + 1),
    ),
  );
  const cut = streams.slice(0, 6);
  for (const [index, parts] of cut.entries()) {
    const [client] = parts;
    await client?.until(50 * (index + 1));
    client?.close();
    await client?.ended;
    parts.push(await open(index + 1, client?.lastId));
  }
  await written;
  for (const parts of streams) {
    const before = parts.slice(0, -1).reduce((sum, { messages }) => sum + messages.length, 0);
    await parts.at(-1)?.until(EVENTS - before);
  }
  writing.abort();
  await Promise.all(readers);

  const expected = idsOf(streams.at(-1) ?? []);
  expect(new Set(expected).size).toBe(EVENTS);
  for (const parts of streams) {
    expect(idsOf(parts)).toEqual(expected);
    const positions = parts.flatMap(({ messages }) => messages.map(({ id }) => Number(id)));
    expect(positions).toEqual(Array.from({ length: EVENTS }, (_, index) => index + 1));
  }
});

it('cuts a client that takes nothing, and holds nothing for it', async () => {
  const { url, database } = await startTestServer({ idleTimeoutMs: 5_000, heartbeatMs: 200 });
  const connection = await openConnection(database.url);
  const others = await Promise.all(
    Array.from({ length: 9 }, () => openStreamClient({ url, token: TEST_TOKEN, query: '?type=run.*' })),
  );
  await Promise.all(others.map((client) => client.untilId()));
  const stuck = connectTo(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void stuck.destroy());
  stuck.on('error', () => {});
  stuck.write(
    `GET /v1/stream HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${TEST_TOKEN}\r\n\r\n`,
  );
  await once(stuck, 'readable');
  await expect.poll(() => streamStatus({ url, token: TEST_TOKEN }), { timeout: 60_000 }).toBe(429);

  const title = 'a long title '.repeat(20_000);
  const large = Array.from({ length: 80 }, (_, index) => {
    const { event, ...entry } = entryFor(index + 1, []);
    return {
      ...entry,
      event: { ...event, data: { ...event.data, migration_title: title } } as ConfitureEvent,
    };
  });
  await store(connection, large);
  await expect
    .poll(() => streamStatus({ url, token: TEST_TOKEN }), { timeout: 60_000, interval: 500 })
    .toBe(200);
  const isOpen = (client: StreamClient) => Promise.race([client.ended.then(() => false), true]);
  expect(await Promise.all(others.map(isOpen))).toEqual(others.map(() => true));
});
