import type { Connection } from '../../database/connection.js';
import { isServerError } from '../../database/server-error.js';
import { maskText } from '../../redaction/redaction.js';
import { mayBeOf, type Scope } from '../../storage/scope.js';
import { DROP_LEASE } from '../store/lease.js';

/**
 * Malformed records: what no sender can work with. They are set aside with their reason, so that the others go on:
 * a record is moved to `confiture.rejected`, a delivery has failed and is noted there.
 */
export interface RejectedRecord {
  /** `event evt_…` or `delivery dlv_…` */
  readonly record: string;
  readonly reason: string;
}

/** Data exceptions, violated constraints and exceeded limits: the same record would be refused again. */
const MALFORMED = /^(22|23|54)/;

/** What the server says of a malformed record, masked; null where the error is not about what a record holds. */
export function malformedReason(error: unknown): string | null {
  if (!isServerError(error) || !MALFORMED.test(error.code)) return null;
  return `SQLSTATE ${error.code}: ${maskText(error.message)}`;
}

/** Moves one record away, where it is still as it was found. */
export async function rejectRecord(
  connection: Connection,
  { ctid, eventId, reason }: { readonly ctid: string; readonly eventId: string; readonly reason: string },
): Promise<RejectedRecord[]> {
  return connection.query<RejectedRecord>(
    `with gone as (
       delete from confiture.outbox_records where ctid = $1::text::tid and event_id = $3
       returning 'event ' || event_id as record, project, environment, entry
     )
     insert into confiture.rejected (record, project, environment, content, reason)
     select record, project, environment, entry, $2 from gone returning record, reason`,
    [ctid, reason, eventId],
  );
}

/** Fails deliveries whose lease is held; their content stays where it is. */
export async function rejectDeliveries(
  connection: Connection,
  token: string,
  malformed: readonly { readonly id: string; readonly reason: string }[],
): Promise<RejectedRecord[]> {
  return connection.query<RejectedRecord>(
    `with given as (select * from json_to_recordset($2::json) as g (id text, reason text)),
     failed as (
       update confiture.deliveries d set ${DROP_LEASE}, state = 'failed', settled_at = clock_timestamp(),
         last_result = 'malformed: ' || g.reason
       from given g where d.id = g.id and d.lease_token = $1 returning d.id, d.project, d.environment, g.reason
     )
     insert into confiture.rejected (record, project, environment, content, reason)
     select 'delivery ' || id, project, environment, null, reason from failed returning record, reason`,
    [token, JSON.stringify(malformed)],
  );
}

/** What was set aside in a scope, the newest first. */
export async function listRejected(
  connection: Connection,
  { project, environment }: Scope,
): Promise<RejectedRecord[]> {
  return connection.query<RejectedRecord>(
    `select r.record, r.reason from confiture.rejected r where ${mayBeOf('r', '$1', '$2')}
     order by r.rejected_at desc limit 100`,
    [project, environment],
  );
}
