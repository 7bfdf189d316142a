import type { StoredRun } from '../run-log/stored-run.js';
import type { RunState } from './run-state.js';

/** Ends of a run after which a person should look before anything is run again. */
const STATUS_FIRST = new Set(['OUTCOME_UNKNOWN', 'MIGRATION_INTERRUPTED', 'FILES_CHANGED', 'FILES_DRIFT']);

/** What a person types next for a run; null where there is nothing left to do. */
export function nextCommand(run: StoredRun): string | null {
  const command: Readonly<Record<RunState, (run: StoredRun) => string | null>> = {
    queued: watch,
    starting: watch,
    running: watch,
    waiting: ({ waitingFor, ...each }) =>
      waitingFor.some(({ kind }) => kind === 'approval')
        ? 'confiture approvals list'
        : watch({ waitingFor, ...each }),
    pausing: resume,
    paused: resume,
    cancelling: watch,
    cancelled: again,
    failed: again,
    abandoned: again,
    completed: () => null,
  };
  return command[run.state](run);
}

function watch({ id }: StoredRun): string {
  return `confiture migrate runs ${id} --watch`;
}

function resume({ id, pause }: StoredRun): string {
  return `confiture migrate resume ${pause?.isForAll ? '--all' : id}`;
}

function again({ direction, errorCode, state }: StoredRun): string {
  if (state === 'failed' && STATUS_FIRST.has(errorCode ?? '')) return 'confiture migrate status';
  if (errorCode?.startsWith('APPROVAL_')) return 'confiture approvals list';
  return `confiture migrate ${direction}`;
}
