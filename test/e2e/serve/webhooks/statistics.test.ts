import { expect, it } from 'vitest';
import { startTestServer } from '../../../support/server/start-test-server.js';
import { type StoredDelivery, storeDeliveries } from '../../../support/server/store-deliveries.js';

interface Statistics {
  readonly now: string;
  readonly bucket_seconds: number;
  readonly buckets: readonly {
    readonly start: string;
    readonly delivered: number;
    readonly failed: number;
    readonly discarded: number;
    readonly waiting: number;
    readonly p50_ms: number | null;
    readonly p95_ms: number | null;
  }[];
  readonly endpoints: readonly { readonly endpoint: string; readonly delivered: readonly number[] }[];
}

const many = (count: number, delivery: (index: number) => StoredDelivery) =>
  Array.from({ length: count }, (_, index) => delivery(index));

/** Twenty that take 10 to 200 ms nine hours ago, some of other endings, and what no figure may hold. */
const STORED: readonly StoredDelivery[] = [
  ...many(20, (index) => ({
    endpoint: 'audit',
    state: 'delivered',
    minutesAgo: 540,
    durations: [(index + 1) * 10],
  })),
  ...many(3, () => ({
    endpoint: 'billing',
    state: 'failed',
    minutesAgo: 300,
    durations: [900, 1_000, 1_100],
  })),
  ...many(2, () => ({ endpoint: 'billing', state: 'waiting', minutesAgo: 200, durations: [3_000] })),
  { endpoint: 'billing', state: 'delivered', minutesAgo: 100, durations: [50] },
  { endpoint: 'audit', state: 'discarded', minutesAgo: 100, durations: [] },
  { endpoint: 'audit', state: 'delivered', minutesAgo: 1_600, durations: [7] },
  { endpoint: 'audit', state: 'delivered', minutesAgo: 100, durations: [8], environment: 'production' },
];

it('tells what became of deliveries in each hour of a day, how long attempts took, and how each endpoint does', async () => {
  const { api, database } = await startTestServer();
  const read = async (query = '') => (await api.get<Statistics>(`/v1/deliveries/statistics${query}`)).body;
  expect(await read()).toMatchObject({ endpoints: [], bucket_seconds: 3_600 });

  await storeDeliveries(database.url, STORED);
  const day = await read();
  expect(day.buckets).toHaveLength(24);
  expect(day.buckets.every(({ start }) => Date.parse(start) % 3_600_000 === 0)).toBe(true);
  const age = Date.parse(day.now) - Date.parse(day.buckets.at(-1)?.start ?? '');
  expect([age >= 0, age < 3_600_000]).toEqual([true, true]);
  expect(day.buckets.filter((bucket) => bucket.delivered + bucket.failed + bucket.waiting > 0)).toMatchObject(
    [
      { delivered: 20, failed: 0, discarded: 0, waiting: 0, capped: false, p50_ms: 100, p95_ms: 190 },
      { delivered: 0, failed: 3, discarded: 0, waiting: 0, p50_ms: 1_000, p95_ms: 1_100 },
      { delivered: 0, failed: 0, discarded: 0, waiting: 2, p50_ms: 3_000, p95_ms: 3_000 },
      { delivered: 1, failed: 0, discarded: 1, waiting: 0, p50_ms: 50, p95_ms: 50 },
    ],
  );
  expect(day.endpoints).toMatchObject([
    { hook: 'webhooks', endpoint: 'audit', success_rate: 1, oldest_waiting_at: null },
    { endpoint: 'billing', success_rate: 0.25, oldest_waiting_at: expect.any(String) },
  ]);
  expect(day.endpoints.map(({ delivered }) => delivered.reduce((sum, count) => sum + count, 0))).toEqual([
    20, 1,
  ]);

  const lease = "update confiture.deliveries set lease_token = 'held' where state = 'waiting'";
  await database.query(lease);
  const { buckets, endpoints } = await read();
  expect([buckets.map(({ waiting }) => waiting), endpoints]).toEqual([
    day.buckets.map(({ waiting }) => waiting),
    day.endpoints,
  ]);

  const { start } = day.buckets.find(({ delivered }) => delivered === 20) ?? { start: '' };
  const until = new Date(Date.parse(start) + 3_599_999).toISOString();
  const query = `state=delivered&since=${start}&until=${until}`;
  expect((await api.get(`/v1/deliveries/count?${query}`)).body).toEqual({ count: 20, capped: false });

  const billing = await read('?endpoint=billing&span=7d');
  expect(billing.buckets).toHaveLength(28);
  const sum = (key: 'delivered' | 'failed' | 'waiting') =>
    billing.buckets.reduce((total, bucket) => total + bucket[key], 0);
  expect([sum('delivered'), sum('failed'), sum('waiting')]).toEqual([1, 3, 2]);
  expect(billing.endpoints).toMatchObject([{ endpoint: 'billing' }]);
  expect((await api.get('/v1/deliveries/statistics?span=2d')).status).toBe(422);
});
