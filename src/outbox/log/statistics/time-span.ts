import type { Connection } from '../../../database/connection.js';

/** Spans that figures are told of, and the buckets of each. */
export const timeSpans = {
  '1h': { buckets: 12, bucketSeconds: 300 },
  '24h': { buckets: 24, bucketSeconds: 3_600 },
  '7d': { buckets: 28, bucketSeconds: 21_600 },
} as const;

export type TimeSpan = keyof typeof timeSpans;

/** A span by the database's clock; its buckets begin at full hours or parts of them, and the last is not over yet. */
export interface Buckets {
  readonly now: Date;
  readonly bucketSeconds: number;
  /** When each begins, the oldest first. */
  readonly starts: readonly Date[];
}

export async function readBuckets(connection: Connection, span: TimeSpan): Promise<Buckets> {
  const { buckets, bucketSeconds } = timeSpans[span];
  const [row] = await connection.query<{ now: Date; last: Date }>(
    `select t.now, date_bin(make_interval(secs => $1::integer), t.now, timestamptz '2000-01-01 00:00:00+00') as last
     from (select statement_timestamp() as now) t`,
    [bucketSeconds],
  );
  if (row === undefined) throw new Error('the server answered without a row');
  const { now, last } = row;
  const startOf = (index: number) => new Date(last.getTime() - (buckets - 1 - index) * bucketSeconds * 1000);
  return { now, bucketSeconds, starts: Array.from({ length: buckets }, (_, index) => startOf(index)) };
}

/** SQL for rows `bucket`, `since` and `until`: $1 is when the first begins, $2 their length in seconds, $3 their number. */
export const BUCKETS = `(
  select n as bucket, $1::timestamptz + n * make_interval(secs => $2::integer) as since,
    $1::timestamptz + (n + 1) * make_interval(secs => $2::integer) as until
  from generate_series(0, $3::integer - 1) n)`;

export function bucketValues({ starts, bucketSeconds }: Buckets): readonly unknown[] {
  return [starts[0], bucketSeconds, starts.length];
}
