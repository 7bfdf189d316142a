import type { Connection } from '../../database/connection.js';
import type { AttemptDetails } from '../../hooks/define/outbox-hook.js';
import { NO_ANSWER } from '../log/query/answer.js';
import { ATTEMPT_BOUNDS, withinSql } from '../metrics/bounds.js';
import { AT, DROP_LEASE, type Lease } from './lease.js';

/** How one attempt ended, as it is stored. */
export interface SettledAttempt {
  readonly id: string;
  readonly outcome: 'done' | 'retry' | 'final';
  /** Until the next attempt; only read for `retry`. */
  readonly delayMs: number;
  /** For people; masked. */
  readonly result: string;
  readonly durationMs: number;
  readonly answerStatus: number | null;
  /** Masked. */
  readonly answerText: string | null;
  /** Why there is no answer; null where there is one, or none was expected. */
  readonly error?: string | null;
  readonly details?: AttemptDetails | null;
}

/**
 * Stores the attempts of deliveries whose lease is still held, gives the leases back, and returns the ids
 * of those. A delivery that was lost to another process is left alone, so the same batch can be sent again after the
 * connection broke.
 */
export async function settleAttempts(
  connection: Connection,
  { at, token }: Lease,
  attempts: readonly SettledAttempt[],
): Promise<ReadonlySet<string>> {
  const rows = await connection.query<{ id: string }>(SQL, [at, token, JSON.stringify(attempts)]);
  return new Set(rows.map(({ id }) => id));
}

const SQL = `
  with attempt as (
    select * from json_to_recordset($3::json) as a (id text, outcome text, "delayMs" float8, result text,
      "durationMs" integer, "answerStatus" integer, "answerText" text, error text, details json)
  ),
  held as (
    select d.id from confiture.deliveries d join attempt using (id)
    where d.lease_token = $2 order by d.id for update of d
  ),
  settled as (
    update confiture.deliveries d set ${DROP_LEASE},
      state = case a.outcome when 'done' then 'delivered' when 'retry' then 'waiting' else 'failed' end,
      due_at = case a.outcome when 'retry' then ${AT} + a."delayMs" * interval '1 ms' else d.due_at end,
      settled_at = case a.outcome when 'retry' then null else ${AT} end,
      attempts = d.attempts + 1, schedule_position = d.schedule_position + 1, last_result = a.result,
      last_answer = coalesce(a."answerStatus"::text, a.error, '${NO_ANSWER}')
    from attempt a join held using (id) where d.id = a.id
    returning d.id, d.attempts, d.project, d.environment, d.endpoint
  ),
  counted as (
    insert into confiture.metric_counts (project, environment, metric, subject, outcome, count, seconds, within)
    select s.project, s.environment, 'attempt', s.endpoint, a.outcome, count(*), sum(a."durationMs") / 1000.0,
      ${withinSql('a."durationMs" / 1000.0', ATTEMPT_BOUNDS)}
    from settled s join attempt a using (id) join confiture.event_streams using (project, environment)
    group by s.project, s.environment, s.endpoint, a.outcome
  )
  insert into confiture.attempts
    (delivery_id, number, ended_at, duration_ms, outcome, result, answer_status, answer_text, error, details)
  select s.id, s.attempts, ${AT}, a."durationMs", a.outcome, a.result, a."answerStatus", a."answerText",
    a.error, a.details
  from settled s join attempt a using (id)
  returning delivery_id as id`;
