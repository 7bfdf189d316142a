import type { StoredRun } from '../../runner/lifecycle/run-log/stored-run.js';
import { nextCommand } from '../../runner/lifecycle/steering/next-command.js';
import type { SteeringResult } from '../steering/open-steering.js';

/** `migrate runs`, newest first. */
export function runsDocument(runs: readonly StoredRun[]): object {
  return { runs: runs.map(runOf) };
}

/** `migrate runs RUN`. */
export function runDocument(run: StoredRun): object {
  return { run: runOf(run) };
}

/** `migrate pause`, `resume`, `cancel`. */
export function steeringDocument({ verb, run, isRepeated }: SteeringResult): object {
  return { verb, repeated: isRepeated, run: run && runOf(run) };
}

function runOf(run: StoredRun): object {
  const { pause } = run;
  return {
    run_id: run.id,
    state: run.state,
    direction: run.direction,
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
    pause: pause && {
      actor: pause.actor,
      reason: pause.reason,
      all: pause.isForAll,
      requested_at: pause.requestedAt.toISOString(),
      since: pause.since?.toISOString() ?? null,
    },
    continues: run.continues,
    next: nextCommand(run),
  };
}
