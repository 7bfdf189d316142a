import { expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { pruneDeliveries } from '../../../src/outbox/log/prune.js';
import { entryFor, openConnection, SCOPE, store } from '../../faults/outbox-bench.js';
import { openStreamClient, streamStatus } from '../../support/server/event-stream.js';
import { startTestServer, TEST_TOKEN } from '../../support/server/start-test-server.js';

const idOf = (number: number) => `evt_${String(number).padStart(26, '0')}`;
const idsOf = (messages: readonly { readonly data: unknown }[]) =>
  messages.map(({ data }) => (data as { id: string }).id);

async function storeEach(connection: Connection, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) await store(connection, [entryFor(number, [])]);
}

it('tells events as they are stored, resumes behind any of them, and says the same on every server', async () => {
  const first = await startTestServer();
  const second = await startTestServer({ database: first.database });
  const connection = await openConnection(first.database.url);
  const live = await openStreamClient({ url: first.url, token: TEST_TOKEN });
  await live.untilId();

  await storeEach(connection, [3, 1, 2]);
  const told = await live.until(3);
  expect(told.map(({ id, event }) => [id, event])).toEqual(
    ['1', '2', '3'].map((id) => [id, 'migration.completed']),
  );
  expect(told[0]?.data).toMatchObject({
    id: idsOf(told)[0],
    type: 'migration.completed',
    data: { migration_version: expect.any(String) },
    metadata: { environment: expect.any(String) },
  });

  const resumed = await openStreamClient({ url: second.url, token: TEST_TOKEN, lastEventId: '1' });
  await storeEach(connection, [4, 5]);
  expect(idsOf(await resumed.until(4))).toEqual(idsOf(await live.until(5)).slice(1));
  expect(idsOf(live.messages).toSorted()).toEqual([1, 2, 3, 4, 5].map(idOf));

  const filtered = await openStreamClient({
    url: second.url,
    token: TEST_TOKEN,
    query: '?type=run.*&type=approval.granted&after=0',
  });
  await filtered.untilId('0');
  const ahead = await openStreamClient({ url: second.url, token: TEST_TOKEN, lastEventId: '9000' });
  expect((await ahead.until(1))[0]).toMatchObject({ event: 'gap', data: { from: 6, to: 9000 } });
  expect(filtered.messages).toEqual([]);

  await connection.run(
    `update confiture.events set created_at = now() - interval '20 years' where position < 3`,
  );
  await pruneDeliveries(connection, null, SCOPE, 3_650);
  const late = await startTestServer({ database: first.database });
  const afterRetention = await openStreamClient({ url: late.url, token: TEST_TOKEN, lastEventId: '0' });
  const [gap, ...rest] = await afterRetention.until(4);
  expect(gap).toMatchObject({ event: 'gap', data: { from: 1, to: 2 } });
  expect(rest.map(({ id }) => id)).toEqual(['3', '4', '5']);

  await first.server.stop();
  await live.ended;
});

it('tells a page which records have changed, where it asks for that', async () => {
  const { url, database } = await startTestServer();
  const connection = await openConnection(database.url);
  const [page, plain] = await Promise.all(
    ['?changes=true', ''].map((query) => openStreamClient({ url, token: TEST_TOKEN, query })),
  );
  await Promise.all([page?.untilId(), plain?.untilId()]);
  const startRun = (id: string) =>
    connection.run(`insert into confiture.runs (id, project, environment, direction, actor, actor_source, host,
      process_id, version) values ('${id}', '${SCOPE.project}', 'local', 'up', 'mona', 'cli', 'host', 1, '1')`);
  let made = 0;
  await expect
    .poll(
      async () => {
        await startRun(`run_${++made}`);
        return page?.messages.length;
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBeGreaterThan(0);
  expect(page?.messages[0]).toEqual({
    id: '0',
    event: 'change',
    data: { kind: 'run', id: expect.stringMatching(/^run_\d+$/) },
  });
  await store(connection, [entryFor(1, [])]);
  expect(await plain?.until(1)).toMatchObject([{ id: '1', event: 'migration.completed' }]);
});

it('takes ten streams of a token and no eleventh, ends them when it is revoked, and refuses what it does not know', async () => {
  const { url, api } = await startTestServer();
  const clients = await Promise.all(
    Array.from({ length: 10 }, () => openStreamClient({ url, token: TEST_TOKEN })),
  );
  await Promise.all(clients.map((client) => client.untilId()));
  const refused = await api.get('/v1/stream');
  expect([refused.status, refused.body.code]).toEqual([429, 'RATE_LIMITED']);
  expect(refused.headers.get('retry-after')).not.toBeNull();

  clients[0]?.close();
  await expect.poll(() => streamStatus({ url, token: TEST_TOKEN }), { timeout: 60_000 }).toBe(200);

  const body = { name: 'page', scopes: ['read'] };
  const page = await api.post<{ readonly id: string; readonly secret: string }>('/v1/tokens', { body });
  const revoked = await openStreamClient({ url, token: page.body.secret });
  await revoked.untilId();
  await api.delete(`/v1/tokens/${page.body.id}`);
  await revoked.ended;

  const wrong = await api.get('/v1/stream?type=migration.compleet');
  expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: 'query/type' }] } });
  const place = await api.get('/v1/stream', { headers: { 'last-event-id': 'evt_1' } });
  expect(place).toMatchObject({ status: 422, body: { errors: [{ pointer: 'header/Last-Event-ID' }] } });
  expect((await api.with(null).get('/v1/stream')).status).toBe(401);
});
