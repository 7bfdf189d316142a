import type { Connection } from '../../../database/connection.js';
import type { Scope } from '../../../storage/scope.js';
import { MOST_COUNTED } from '../count.js';
import { BUCKETS, type Buckets, bucketValues } from './time-span.js';

/** How many deliveries of an endpoint were settled with one outcome within a bucket. */
export interface SettledCount {
  readonly bucket: number;
  readonly hook: string;
  readonly endpoint: string;
  readonly state: 'delivered' | 'failed' | 'discarded';
  readonly count: number;
}

/**
 * Counts of what was settled in each bucket, of all endpoints. Of a bucket that holds more than
 * `MOST_COUNTED`, the newest are counted only, so that the answer takes no longer however many there are.
 */
export function countSettled(
  connection: Connection,
  { project, environment }: Scope,
  buckets: Buckets,
): Promise<SettledCount[]> {
  return connection.query<SettledCount>(
    `select b.bucket, c.hook, c.endpoint, c.state, c.count
     from ${BUCKETS} b cross join lateral (
       select r.hook, r.endpoint, r.state, count(*)::integer as count from (
         select d.hook, d.endpoint, d.state from confiture.deliveries d
         where d.settled_at >= b.since and d.settled_at < b.until
           and d.project = $4 and d.environment = $5
         order by d.settled_at desc limit $6) r
       group by r.hook, r.endpoint, r.state) c
     order by b.bucket, c.hook, c.endpoint, c.state`,
    [...bucketValues(buckets), project, environment, MOST_COUNTED],
  );
}
