import type { Phase } from '../../../migrations/analysis/phases.js';
import type { LoadedMigration } from '../../../migrations/files/load-migration.js';
import {
  type DuePhase,
  type FinishedPhase,
  hashPhase,
  type PhaseProgress,
} from '../../ledger/phase-progress.js';
import type { InvalidMigration, Validation } from '../../lifecycle/validation/validation.js';
import type { PhaseStep } from '../execution.js';
import type { FailedEnd } from '../transaction.js';

/** One phase of a migration that is about to run, or runs. */
export interface PhaseRun {
  readonly migration: LoadedMigration;
  /** The migration with the statements of this phase alone. */
  readonly part: LoadedMigration;
  readonly phase: Phase;
  readonly step: PhaseStep;
  /** What it has done in earlier runs. */
  readonly due: DuePhase;
  /** Texts that note the phase as done with those rows, to run in its last transaction. */
  readonly finish: (rows: number | null) => readonly string[];
  /** What the migration is to hold to when this phase, its last, is committed; null for others. */
  readonly validation: Validation | null;
  /** Text that notes how far the phase has come. */
  readonly mark: (due: DuePhase) => string;
}

/** How a phase ended. */
export type PhaseEnd = PhaseDone | FailedPhase;

export interface PhaseDone {
  readonly ok: true;
  /** Rows changed since the phase was first begun; null where they are not known. */
  readonly rows: number | null;
  /** As `Timing.recordsProcessed`. */
  readonly recordsProcessed?: number | null;
  readonly errorsRecovered: number;
  /** What did not hold of a migration that is committed all the same. */
  readonly invalid?: InvalidMigration | null;
}

export interface FailedPhase extends FailedEnd {
  readonly rows: number | null;
  readonly errorsRecovered: number;
}

/** A file with the statements of one phase alone; what it says of its text stays true of the whole file. */
export function partOf(migration: LoadedMigration, { plan, shape }: Phase): LoadedMigration {
  return { ...migration, scan: plan.body, plan, shape, phases: null };
}

/** Where a file is once a phase is finished and the one behind it is due. */
export function progressBehind(
  phases: readonly Phase[],
  finished: readonly FinishedPhase[],
  due: Phase,
): PhaseProgress {
  const hash = hashPhase(due);
  const nothing = { rows: 0, rowsBefore: 0, rowsExpected: null, repetitions: 0, errorsRecovered: 0 };
  return { finished, due: { name: due.name, hash, ...nothing }, total: phases.length };
}

/** Rows of all phases together; null where those of one are not known. */
export function sumOfRows(phases: readonly Pick<FinishedPhase, 'rows'>[]): number | null {
  return phases.reduce<number | null>(
    (sum, { rows }) => (sum === null || rows === null ? null : sum + rows),
    0,
  );
}
