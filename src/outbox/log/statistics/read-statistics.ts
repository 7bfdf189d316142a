import type { Connection } from '../../../database/connection.js';
import type { Scope } from '../../../storage/scope.js';
import { MOST_COUNTED } from '../count.js';
import { countSettled, type SettledCount } from './count-settled.js';
import { readBucketDurations } from './read-durations.js';
import { countWaiting, readOldestWaitingOfAll } from './read-waiting.js';
import { type Buckets, readBuckets, type TimeSpan } from './time-span.js';

/** More endpoints than these are not told one by one. */
const MOST_ENDPOINTS = 200;

/** What became of deliveries in a part of a span. */
export interface BucketStatistics {
  readonly start: Date;
  /** Settled in the bucket. */
  readonly delivered: number;
  readonly failed: number;
  readonly discarded: number;
  /** Their events happened in the bucket, and they wait now. */
  readonly waiting: number;
  /** True where there are more than these figures say. */
  readonly isCapped: boolean;
  /** Of the attempts that ended in the bucket, in milliseconds; null where none did. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** How one endpoint does over a span; the figures of its buckets stand in the order of the buckets. */
export interface SpanOfEndpoint {
  readonly hook: string;
  readonly endpoint: string;
  readonly delivered: readonly number[];
  readonly failed: readonly number[];
  readonly oldestWaitingAt: Date | null;
}

export interface DeliveryStatistics {
  readonly now: Date;
  readonly bucketSeconds: number;
  /** The oldest first. */
  readonly buckets: readonly BucketStatistics[];
  readonly endpoints: readonly SpanOfEndpoint[];
}

/** What became of deliveries over a span that ends now; of all endpoints, or those of one name. */
export async function readDeliveryStatistics(
  connection: Connection,
  scope: Scope,
  { span, endpoint }: { readonly span: TimeSpan; readonly endpoint: string | null },
): Promise<DeliveryStatistics> {
  const buckets = await readBuckets(connection, span);
  const [settledOfAll, waiting, durations, endpoints] = await Promise.all([
    countSettled(connection, scope, buckets),
    countWaiting(connection, scope, buckets, endpoint),
    readBucketDurations(connection, scope, buckets, endpoint),
    readOldestWaitingOfAll(connection, scope, endpoint, MOST_ENDPOINTS),
  ]);
  const settled = settledOfAll.filter((each) => endpoint === null || each.endpoint === endpoint);
  const isWaitingCapped = waiting.reduce((sum, { count }) => sum + count, 0) >= MOST_COUNTED;
  return {
    now: buckets.now,
    bucketSeconds: buckets.bucketSeconds,
    buckets: buckets.starts.map((start, bucket) => {
      const counts = settled.filter((each) => each.bucket === bucket);
      const { p50Ms = null, p95Ms = null } = durations.find((each) => each.bucket === bucket) ?? {};
      const waits = waiting.find((each) => each.bucket === bucket)?.count ?? 0;
      return {
        start,
        delivered: sumOf(counts, 'delivered'),
        failed: sumOf(counts, 'failed'),
        discarded: sumOf(counts, 'discarded'),
        waiting: waits,
        isCapped:
          (waits > 0 && isWaitingCapped) ||
          settledOfAll.reduce((sum, each) => (each.bucket === bucket ? sum + each.count : sum), 0) >=
            MOST_COUNTED,
        p50Ms,
        p95Ms,
      };
    }),
    endpoints: endpoints.map(({ hook, endpoint: name, at }) => {
      const counts = settled.filter((each) => each.hook === hook && each.endpoint === name);
      return {
        hook,
        endpoint: name,
        delivered: inBuckets(counts, buckets, 'delivered'),
        failed: inBuckets(counts, buckets, 'failed'),
        oldestWaitingAt: at,
      };
    }),
  };
}

function inBuckets(
  counts: readonly SettledCount[],
  { starts }: Buckets,
  state: SettledCount['state'],
): readonly number[] {
  return starts.map((_, bucket) =>
    sumOf(
      counts.filter((each) => each.bucket === bucket),
      state,
    ),
  );
}

function sumOf(counts: readonly SettledCount[], state: SettledCount['state']): number {
  return counts.reduce((sum, each) => (each.state === state ? sum + each.count : sum), 0);
}
