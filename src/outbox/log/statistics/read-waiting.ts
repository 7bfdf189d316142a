import type { Connection } from '../../../database/connection.js';
import type { Scope } from '../../../storage/scope.js';
import { MOST_COUNTED } from '../count.js';
import { CLOCKS_MS, lastIdOf } from '../query/last-id.js';
import { BUCKETS, type Buckets, bucketValues } from './time-span.js';

/** How many deliveries wait whose events happened within a bucket. */
export interface WaitingCount {
  readonly bucket: number;
  readonly count: number;
}

/** Counts what waits, `MOST_COUNTED` of each endpoint at most, by when its events happened. */
export function countWaiting(
  connection: Connection,
  { project, environment }: Scope,
  buckets: Buckets,
  endpoint: string | null,
): Promise<WaitingCount[]> {
  const before = lastIdOf((buckets.starts[0]?.getTime() ?? 0) - CLOCKS_MS);
  return connection.query<WaitingCount>(
    `with waiting as materialized (
       select e.created_at from confiture.endpoint_state k cross join lateral (
         select d.event_id from confiture.deliveries d
         where d.project = $4 and d.environment = $5 and d.hook = k.hook and d.endpoint = k.name
           and d.state = 'waiting' and d.lease_token is null and d.event_id > $7
         order by d.event_id desc, d.id desc limit $8) w
       join confiture.events e on e.id = w.event_id
       where k.project = $4 and k.environment = $5 and ($6::text is null or k.name = $6)
       union all
       select e.created_at from confiture.deliveries d join confiture.events e on e.id = d.event_id
       where d.lease_token is not null and d.state = 'waiting' and d.project = $4 and d.environment = $5
         and ($6::text is null or d.endpoint = $6)
       limit $8
     )
     select b.bucket, count(*)::integer as count
     from waiting w join ${BUCKETS} b on w.created_at >= b.since and w.created_at < b.until
     group by b.bucket order by b.bucket`,
    [...bucketValues(buckets), project, environment, endpoint, before, MOST_COUNTED],
  );
}

/** An endpoint of the scope, and when the oldest event happened that waits for it; null where none does. */
export interface OldestWaiting {
  readonly hook: string;
  readonly endpoint: string;
  readonly at: Date | null;
}

/** The endpoints that events were meant for, `most` at most, by their names. */
export function readOldestWaitingOfAll(
  connection: Connection,
  { project, environment }: Scope,
  endpoint: string | null,
  most: number,
): Promise<OldestWaiting[]> {
  return connection.query<OldestWaiting>(
    `select k.hook, k.name as endpoint, w.created_at as at
     from (
       select s.hook, s.name from confiture.endpoint_state s
       where s.project = $1 and s.environment = $2 and ($3::text is null or s.name = $3)
       order by s.name, s.hook limit $4) k
     left join lateral (
       select e.created_at from (
         (select d.event_id from confiture.deliveries d
          where d.project = $1 and d.environment = $2 and d.hook = k.hook and d.endpoint = k.name
            and d.state = 'waiting' and d.lease_token is null
          order by d.event_id, d.id limit 1)
         union all
         select d.event_id from confiture.deliveries d
         where d.lease_token is not null and d.state = 'waiting' and d.project = $1 and d.environment = $2
           and d.hook = k.hook and d.endpoint = k.name) each
       join confiture.events e on e.id = each.event_id
       order by e.id limit 1) w on true
     order by k.name, k.hook`,
    [project, environment, endpoint, most],
  );
}
