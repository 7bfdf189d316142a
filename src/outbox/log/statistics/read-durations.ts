import type { Connection } from '../../../database/connection.js';
import type { Scope } from '../../../storage/scope.js';
import { BUCKETS, type Buckets, bucketValues } from './time-span.js';

/** How many deliveries of a bucket the durations are taken from, the newest. */
const SAMPLE = 300;
/** How many of its newest these are looked for among, where they are of one endpoint. */
const MOST_SCANNED = 2_000;

/** Of the attempts that ended within a bucket, in milliseconds. */
export interface BucketDurations {
  readonly bucket: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/**
 * How long attempts took: those of the newest deliveries that were settled in each bucket, and of the newest of each
 * endpoint that wait for another attempt. A bucket without any is left out.
 */
export function readBucketDurations(
  connection: Connection,
  { project, environment }: Scope,
  buckets: Buckets,
  endpoint: string | null,
): Promise<BucketDurations[]> {
  return connection.query<BucketDurations>(
    `with buckets as materialized ${BUCKETS},
     sampled as (
       select s.id from buckets b cross join lateral (
         select n.id from (
           select d.id, d.endpoint, d.settled_at from confiture.deliveries d
           where d.settled_at >= b.since and d.settled_at < b.until
             and d.project = $4 and d.environment = $5
           order by d.settled_at desc limit $8) n
         where $6::text is null or n.endpoint = $6
         order by n.settled_at desc limit $7) s
       union all
       select s.id from confiture.endpoint_state k cross join lateral (
         select d.id from confiture.deliveries d
         where d.project = $4 and d.environment = $5 and d.hook = k.hook and d.endpoint = k.name
           and d.state = 'waiting' and d.lease_token is null
         order by d.event_id desc, d.id desc limit $7) s
       where k.project = $4 and k.environment = $5 and ($6::text is null or k.name = $6)
     )
     select b.bucket,
       percentile_disc(0.5) within group (order by a.duration_ms) as "p50Ms",
       percentile_disc(0.95) within group (order by a.duration_ms) as "p95Ms"
     from sampled s join confiture.attempts a on a.delivery_id = s.id
     join buckets b on a.ended_at >= b.since and a.ended_at < b.until
     group by b.bucket order by b.bucket`,
    [...bucketValues(buckets), project, environment, endpoint, SAMPLE, MOST_SCANNED],
  );
}
