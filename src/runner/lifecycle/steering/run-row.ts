import { quoteLiteral } from '../../../database/quote.js';
import type { Actor } from '../../../events/facts.js';
import { maskKnownSecrets } from '../../../redaction/redaction.js';
import type { Direction } from '../../../run-events.js';
import type { Scope } from '../../../storage/scope.js';
import type { RunOutcome } from './run-state.js';

/** A run as it is written down when it begins. */
export interface NewRun {
  readonly id: string;
  readonly scope: Scope;
  readonly direction: Direction;
  readonly actor: Actor;
  /** Why it was started, masked; null where nothing was said. */
  readonly reason: string | null;
  /** Where the process runs, and its number there. */
  readonly process: { readonly host: string; readonly pid: number };
  /** Version of Confiture. */
  readonly version: string;
  /** False on the embedded database, whose sessions have no backend. */
  readonly hasBackend: boolean;
  /** True where its row is there, because the API was asked for it. */
  readonly isQueued: boolean;
  /** True where a pooler may give the backend to other clients. */
  readonly isPooled: boolean;
}

/** How far a run has come. */
export interface RunProgress {
  readonly total: number | null;
  /** Hash of the plan that it is held to; null where none was asked for. */
  readonly planHash: string | null;
  readonly done: number;
  readonly migration: string | null;
  readonly phase: string | null;
  readonly rows: number | null;
  readonly waitingFor: readonly WaitingReason[];
}

/** Of a run that has begun nothing yet. */
export const NO_PROGRESS: Omit<RunProgress, 'waitingFor'> = {
  total: null,
  planHash: null,
  done: 0,
  migration: null,
  phase: null,
  rows: null,
};

/** What keeps a run from going on. */
export interface WaitingReason {
  readonly kind: 'lock' | 'approval' | 'pause_when';
  /** For people, masked; for instance who has the lock. */
  readonly detail: string;
}

/** Nothing waits for the disk on account of such a record. */
const SOON = 'set local synchronous_commit = off';

/**
 * Statements that write a run down, by the session that runs it. A run before it that did not complete is the one that
 * it goes on from.
 */
export function insertRunSql(run: NewRun): string {
  const { id, scope, direction, actor, process, version } = run;
  const ofScope = `project = ${quoteLiteral(scope.project)} and environment = ${quoteLiteral(scope.environment)}`;
  const values = [
    ...[id, scope.project, scope.environment, direction, actor.actor, actor.source].map(quoteLiteral),
    quoteLiteral(process.host),
    String(process.pid),
    quoteLiteral(version),
    quoteLiteral(actor.commit),
    quoteLiteral(actor.link),
    quoteLiteral(run.reason),
    run.hasBackend ? 'pg_backend_pid()' : 'null',
    run.hasBackend ? '(select a.backend_start from pg_stat_get_activity(pg_backend_pid()) a)' : 'null',
    String(run.isPooled),
    `(select case when r.outcome is distinct from 'completed' then r.id end from confiture.runs r
      where ${ofScope} order by r.started_at desc, r.id desc limit 1)`,
  ];
  return `${SOON}; insert into confiture.runs (id, project, environment, direction, actor, actor_source, host,
      process_id, version, commit_id, link, reason, backend_pid, backend_start, pooled, continues)
    values (${values.join(', ')}) on conflict (id) do ${run.isQueued ? BEGIN_QUEUED : 'nothing'}`;
}

/** What the session of a run knows better than the server that was asked for it. */
const BEGIN_QUEUED = `update set heartbeat_at = clock_timestamp(), version = excluded.version,
    commit_id = excluded.commit_id, link = excluded.link, backend_pid = excluded.backend_pid,
    backend_start = excluded.backend_start, pooled = excluded.pooled`;

/** Statements for the sign of life of a run, with how far it has come. */
export function heartbeatSql(id: string, progress: RunProgress): string {
  return `${SOON}; update confiture.runs set heartbeat_at = clock_timestamp(), ${progressSql(progress)}
    where id = ${quoteLiteral(id)} and ended_at is null`;
}

/** Statements for a run that stands still because of the pause `request`, or, with null, goes on again. */
export function pausedSql(id: string, request: string | null): string {
  const run = quoteLiteral(id);
  if (request === null)
    return `update confiture.runs set paused_by = null, paused_at = null, heartbeat_at = clock_timestamp() where id = ${run}`;
  return `update confiture.runs set paused_by = ${quoteLiteral(request)}, paused_at = clock_timestamp(),
      heartbeat_at = clock_timestamp() where id = ${run};
    update confiture.steering set taken_at = clock_timestamp()
    where id = ${quoteLiteral(request)} and run_id = ${run} and taken_at is null`;
}

/** How a run ended. */
export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly errorCode: string | null;
  /** What a person gave as the reason for the end. */
  readonly reason: string | null;
  readonly progress: RunProgress;
}

/** Statements for the end of a run; what was asked of it and not done has come too late. */
export function endRunSql(id: string, { outcome, errorCode, reason, progress }: RunEnd): string {
  const run = quoteLiteral(id);
  const tooLate =
    errorCode === 'PAUSE_TIMED_OUT' ? 'timed_out' : outcome === 'cancelled' ? 'cancelled' : 'ended';
  const ofCancel = errorCode === 'CANCELLED_ON_REQUEST' ? 'done' : 'ended';
  return `${SOON}; update confiture.runs set ended_at = clock_timestamp(), heartbeat_at = clock_timestamp(),
      outcome = ${quoteLiteral(outcome)}, error_code = ${quoteLiteral(errorCode)}, reason = coalesce(${quoteLiteral(reason)}, reason),
      paused_by = null, paused_at = null, ${progressSql({ ...progress, waitingFor: [] })}
    where id = ${run} and ended_at is null;
    update confiture.steering set taken_at = coalesce(taken_at, clock_timestamp()),
      outcome = case verb when 'cancel' then '${ofCancel}' else '${tooLate}' end
    where run_id = ${run} and outcome is null`;
}

function progressSql({ total, planHash, done, migration, phase, rows, waitingFor }: RunProgress): string {
  const waiting = waitingFor.length === 0 ? 'null' : quoteLiteral(asciiJson(waitingFor));
  const since = waitingFor.length === 0 ? 'null' : 'coalesce(waiting_since, clock_timestamp())';
  const at = migration === null ? null : maskKnownSecrets(migration);
  return `migrations_total = ${total ?? 'null'}, plan_hash = ${quoteLiteral(planHash)}, migrations_done = ${done}, current_migration = ${quoteLiteral(at)},
    phase = ${quoteLiteral(phase)}, rows_processed = ${rows ?? 'null'}, waiting_for = ${waiting}, waiting_since = ${since}`;
}

/** JSON that a database in any encoding can store. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
