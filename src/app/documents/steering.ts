import type { StoredPause, StoredRun } from '../../runner/lifecycle/run-log/stored-run.js';
import { nextCommand } from '../../runner/lifecycle/steering/next-command.js';
import type { SteeringResult } from '../steering/ask-run.js';

/** `migrate runs`, newest first. */
export function runsDocument(runs: readonly StoredRun[]): object {
  return { runs: runs.map(runObject) };
}

/** `migrate runs RUN`. */
export function runDocument(run: StoredRun): object {
  return { run: runObject(run) };
}

/** `migrate pause`, `resume`, `cancel`. */
export function steeringDocument(result: SteeringResult): object {
  return steeringObject(result);
}

/** A request to a run, as commands and the API show it. */
export function steeringObject({ verb, run, isRepeated }: SteeringResult) {
  return { verb, repeated: isRepeated, run: run && runObject(run) };
}

/** A pause, as commands and the API show it. */
export function pauseObject(pause: StoredPause) {
  return {
    actor: pause.actor,
    reason: pause.reason,
    all: pause.isForAll,
    requested_at: pause.requestedAt.toISOString(),
    since: pause.since?.toISOString() ?? null,
  };
}

/** A run, as commands and the API show it. */
export function runObject(run: StoredRun) {
  const { pause } = run;
  return {
    run_id: run.id,
    environment: run.environment,
    state: run.state,
    direction: run.direction,
    queued_at: run.queuedAt?.toISOString() ?? null,
    target: run.target,
    started_at: run.startedAt.toISOString(),
    ended_at: run.endedAt?.toISOString() ?? null,
    duration_ms: Math.round(run.durationMs),
    silent_ms: run.silentMs === null ? null : Math.max(0, Math.round(run.silentMs)),
    actor: run.actor,
    actor_source: run.actorSource,
    reason: run.reason,
    error: run.errorCode,
    host: run.host,
    process_id: run.processId,
    backend_pid: run.backendPid,
    version: run.version,
    commit: run.commit,
    link: run.link,
    plan_hash: run.planHash,
    migrations_total: run.total,
    migrations_done: run.done,
    current_migration: run.migration,
    phase: run.phase,
    records_processed: run.rows,
    waiting_for: run.waitingFor.map(({ kind, detail }) => ({ kind, detail })),
    pause: pause && pauseObject(pause),
    continues: run.continues,
    next: nextCommand(run),
  };
}
