import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { ExecutionFailure } from '../execute/execution.js';
import type { ExecutionContext } from '../execute/transaction.js';
import { NOT_BEGUN } from '../run-info.js';
import { askApplied, lostBefore, unknownOutcome } from './outcome.js';

/** A migration whose commit was sent and not answered. */
export interface Unanswered {
  readonly migration: LoadedMigration;
  readonly index: number;
}

export interface LostRun<U extends Unanswered> {
  /** How the link broke. */
  readonly cause: unknown;
  /** What would have come next; null where there is no more. */
  readonly next: { readonly file: MigrationFile; readonly index: number } | null;
  readonly finished: (unanswered: U) => Promise<void>;
  readonly toFailure: (unanswered: U) => ExecutionFailure;
}

/**
 * Ends a run whose link broke while `flight` was on its way, in order. Nothing is told before the ledger has said what
 * was committed; null where that was all that was left to do.
 */
export async function settleLost<U extends Unanswered>(
  flight: readonly U[],
  { askAgain, ledger, connection, change }: ExecutionContext,
  { cause, next, finished, toFailure }: LostRun<U>,
): Promise<ExecutionFailure | null> {
  const applied = await askApplied(askAgain, ledger);
  for (const unanswered of flight) {
    const { file } = unanswered.migration;
    if (applied === null) {
      const unknown = flight.map(({ migration }) => migration.file);
      return { ...toFailure(unanswered), ...unknownOutcome(unknown, connection, cause) };
    }
    if (!change.isRecorded(applied, file.version)) return toFailure(unanswered);
    await finished(unanswered);
  }
  if (!next) return null;
  const error = lostBefore(next.file.name, connection, cause);
  return { certainty: 'not-begun', unknown: [], error, ...next, text: null, timing: NOT_BEGUN };
}
