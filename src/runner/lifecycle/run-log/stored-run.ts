import type { ActorSource } from '../../../events/facts.js';
import type { Direction } from '../../../run-events.js';
import { LOCK_NAMESPACE } from '../../session/advisory-lock.js';
import type { WaitingReason } from '../steering/run-row.js';
import { type RunOutcome, type RunState, runStateOf } from '../steering/run-state.js';

/** A run as it is stored, with the state that follows from it. */
export interface StoredRun {
  readonly id: string;
  readonly environment: string;
  readonly state: RunState;
  readonly direction: Direction;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Since it began, or until it ended, by the server's clock. */
  readonly durationMs: number;
  /** Since its last sign of life, by the server's clock; null once it has ended. */
  readonly silentMs: number | null;
  readonly actor: string;
  readonly actorSource: ActorSource;
  /** Why it was cancelled; null where nothing was said. */
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly host: string;
  readonly processId: number;
  readonly backendPid: number | null;
  readonly version: string;
  readonly commit: string | null;
  readonly link: string | null;
  readonly planHash: string | null;
  /** Null where it never came to a plan. */
  readonly total: number | null;
  readonly done: number;
  readonly migration: string | null;
  readonly phase: string | null;
  readonly rows: number | null;
  readonly waitingFor: readonly WaitingReason[];
  /** The pause that it follows, or is to follow; null where there is none. */
  readonly pause: StoredPause | null;
  /** The run before it, which did not complete. */
  readonly continues: string | null;
  /** When the API was asked for it; null for a run that a command began. */
  readonly queuedAt: Date | null;
  /** What lists are ordered by: when it began, as the server writes it, and its id. */
  readonly sortKey: readonly [string, string];
  /** The version that it is to stop after; null where nothing was said, or a command began it. */
  readonly target: string | null;
}

export interface StoredPause {
  readonly id: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly isForAll: boolean;
  readonly requestedAt: Date;
  /** When the run stood still; null while it has not. */
  readonly since: Date | null;
}

export interface RunRow {
  readonly id: string;
  readonly environment: string;
  readonly direction: Direction;
  readonly started_at: Date;
  readonly began: string;
  readonly ended_at: Date | null;
  readonly duration_ms: number;
  readonly silent_ms: number;
  readonly outcome: RunOutcome | null;
  readonly error_code: string | null;
  readonly plan_hash: string | null;
  readonly actor: string;
  readonly actor_source: ActorSource;
  readonly reason: string | null;
  readonly host: string;
  readonly process_id: number;
  readonly backend_pid: number | null;
  readonly version: string;
  readonly commit_id: string | null;
  readonly link: string | null;
  readonly migrations_total: number | null;
  readonly migrations_done: number;
  readonly current_migration: string | null;
  readonly phase: string | null;
  readonly rows_processed: string | null;
  readonly waiting_for: readonly WaitingReason[] | null;
  readonly paused_at: Date | null;
  readonly continues: string | null;
  readonly queued_at?: Date | null;
  readonly claimed_at?: Date | null;
  readonly target?: string | null;
  readonly session_gone: boolean;
  readonly cancel_asked: boolean;
  readonly pause: {
    readonly id: string;
    readonly actor: string;
    readonly reason: string | null;
    readonly for_all: boolean;
    readonly requested_at: string;
  } | null;
}

/**
 * True where the server has nothing of the run any more. A backend that a pooler keeps goes on without it: then the
 * migration lock tells.
 */
const SESSION_GONE = `(r.backend_pid is null
    or not exists (select from pg_stat_get_activity(r.backend_pid) a
      where a.backend_start is null or a.backend_start = r.backend_start)
    or r.pooled and not exists (select from pg_locks l
      where l.locktype = 'advisory' and l.granted and l.pid = r.backend_pid
        and l.classid::bigint = ${LOCK_NAMESPACE}))`;

/** SQL for the rows that `runOf` reads, of `confiture.runs r`; what narrows and orders them follows. */
export const SELECT_RUNS = `select r.*, r.started_at::text as began, ${SESSION_GONE} as session_gone,
    (extract(epoch from coalesce(r.ended_at, clock_timestamp()) - r.started_at) * 1000)::float8 as duration_ms,
    (extract(epoch from clock_timestamp() - r.heartbeat_at) * 1000)::float8 as silent_ms,
    exists (select from confiture.steering s
      where s.run_id = r.id and s.verb = 'cancel' and s.outcome is null) as cancel_asked,
    (select json_build_object('id', s.id, 'actor', s.actor, 'reason', s.reason, 'for_all', s.run_id is null,
        'requested_at', s.requested_at)
      from confiture.steering s
      where s.project = r.project and s.environment = r.environment and s.verb = 'pause' and s.outcome is null
        and (s.run_id = r.id or s.run_id is null)
      order by s.requested_at, s.id limit 1) as pause
  from confiture.runs r`;

export function runOf(row: RunRow): StoredRun {
  const isOpen = row.outcome === null;
  const { pause } = row;
  const waitingFor = row.waiting_for ?? [];
  const queuedAt = row.queued_at ?? null;
  const state = runStateOf({
    outcome: row.outcome,
    isQueued: queuedAt !== null && !row.claimed_at,
    isSessionGone: row.session_gone,
    // The embedded database is open in one process at a time: who reads this is another one.
    silentMs: row.backend_pid === null && queuedAt === null ? Number.POSITIVE_INFINITY : row.silent_ms,
    hasBegun: row.current_migration !== null,
    isWaiting: waitingFor.length > 0,
    isPaused: row.paused_at !== null,
    asked: { pause: pause !== null, cancel: row.cancel_asked },
  });
  return {
    id: row.id,
    environment: row.environment,
    state,
    direction: row.direction,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    durationMs: row.duration_ms,
    silentMs: isOpen ? row.silent_ms : null,
    actor: row.actor,
    actorSource: row.actor_source,
    reason: row.reason,
    errorCode: row.error_code,
    host: row.host,
    processId: row.process_id,
    backendPid: row.backend_pid,
    version: row.version,
    commit: row.commit_id,
    link: row.link,
    planHash: row.plan_hash,
    total: row.migrations_total,
    done: row.migrations_done,
    migration: row.current_migration,
    phase: row.phase,
    rows: row.rows_processed === null ? null : Number(row.rows_processed),
    waitingFor: isOpen ? waitingFor : [],
    pause:
      isOpen && pause
        ? {
            id: pause.id,
            actor: pause.actor,
            reason: pause.reason,
            isForAll: pause.for_all,
            requestedAt: new Date(pause.requested_at),
            since: row.paused_at,
          }
        : null,
    continues: row.continues,
    queuedAt,
    sortKey: [row.began, row.id],
    target: row.target ?? null,
  };
}
