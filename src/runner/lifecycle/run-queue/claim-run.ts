import type { Connection } from '../../../database/connection.js';
import { quoteLiteral } from '../../../database/quote.js';
import type { ActorSource } from '../../../events/facts.js';
import type { RunEnd } from '../steering/run-row.js';

/** What the process of a queued run is told of it. */
export interface ClaimedRun {
  readonly id: string;
  /** Who asked the API for it. */
  readonly actor: { readonly actor: string; readonly source: ActorSource };
  readonly reason: string | null;
}

interface ClaimedRow {
  readonly actor: string;
  readonly actor_source: ActorSource;
  readonly reason: string | null;
}

/** Takes a queued run for this process; null where it was cancelled, or taken before. */
export async function claimRun(
  connection: Connection,
  id: string,
  process: { readonly host: string; readonly pid: number },
): Promise<ClaimedRun | null> {
  const [row] = await connection.query<ClaimedRow>(
    `update confiture.runs set claimed_at = clock_timestamp(), started_at = clock_timestamp(),
        heartbeat_at = clock_timestamp(), host = $2, process_id = $3::integer
      where id = $1 and queued_at is not null and claimed_at is null and ended_at is null
      returning actor, actor_source, reason`,
    [id, process.host, process.pid],
  );
  if (!row) return null;
  return { id, actor: { actor: row.actor, source: row.actor_source }, reason: row.reason };
}

/** Statement that cancels a run where no process has taken it. */
export function cancelQueuedSql(id: string, reason: string | null): string {
  return `update confiture.runs set ended_at = clock_timestamp(), outcome = 'cancelled',
      error_code = 'CANCELLED_ON_REQUEST', reason = coalesce(${quoteLiteral(reason)}, reason)
    where id = ${quoteLiteral(id)} and queued_at is not null and claimed_at is null and ended_at is null`;
}

/** Writes down how a queued run ended that never came to its first migration; no other row is touched. */
export async function endUnbegun(
  connection: Connection,
  id: string,
  { outcome, errorCode }: Pick<RunEnd, 'outcome' | 'errorCode'>,
): Promise<void> {
  await connection.query(
    `update confiture.runs set ended_at = clock_timestamp(), outcome = $2, error_code = $3
      where id = $1 and queued_at is not null and ended_at is null and backend_pid is null`,
    [id, outcome, errorCode],
  );
}
