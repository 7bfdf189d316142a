import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { malformedReason } from '../records/rejected.js';

/** What records that are not fanned out yet hold for one endpoint. */
export interface RecordBacklog {
  readonly hook: string;
  readonly endpoint: string;
  readonly waiting: number;
  /** When the oldest of these events happened. */
  readonly waitingSince: Date;
}

/**
 * Counts what `listEndpoints` does not know yet, without fanning it out. Empty where one of the records is malformed:
 * the next sender sets that one aside.
 */
export async function listRecordBacklog(
  connection: Connection,
  { project, environment }: Scope,
): Promise<RecordBacklog[]> {
  try {
    return await connection.query<RecordBacklog>(SQL, [project, environment]);
  } catch (error) {
    if (malformedReason(error) === null) throw error;
    return [];
  }
}

const SQL = `
  select d.hook, coalesce(d.endpoint, d.target) as endpoint, count(*)::integer as waiting,
    min((r.entry::json -> 'event' ->> 'created_at')::timestamptz) as "waitingSince"
  from confiture.outbox_records r,
    json_to_recordset(r.entry::json -> 'deliveries') as d (hook text, endpoint text, target text)
  where r.project = $1 and r.environment = $2 group by 1, 2`;
