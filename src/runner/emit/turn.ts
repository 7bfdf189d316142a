import type { ErrorRun } from '../../events/catalog/error.js';
import { errorRecovered } from '../../events/catalog/error.js';
import { migrationDone, migrationStarted } from '../../events/catalog/migration.js';
import type { MigrationRun } from '../../events/catalog/migration-data.js';
import { type PhaseFacts, phaseCompleted, phaseFailed, phaseStarted } from '../../events/catalog/phase.js';
import type { ErrorFacts } from '../../events/facts.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { Direction } from '../../run-events.js';
import type { PhaseOutcome, PhaseStep } from '../execute/execution.js';
import { numberPhases, ownPhases } from '../execute/phases/number-phases.js';
import { NOT_BEGUN, type RunInfo, type Timing } from '../run-info.js';
import type { Draft, FactAt } from './draft.js';

/** What the events of a migration need to know of it; the title is null as long as its file was not read. */
export interface TurnMigration {
  readonly version: string;
  readonly name: string;
  readonly title: string | null;
}

/** The turn of one migration in a run: its facts, and how far its events have come. */
export class Turn {
  readonly migration: TurnMigration;
  /** The one phase of a file that names none; null for others. */
  readonly onlyPhase: PhaseStep | null;
  /** What says that it began is committed. */
  isOpened = false;
  opening: readonly Draft[] = [];
  closing: readonly Draft[] = [];
  /** What travels with the phase that is under way. */
  phaseClosing: readonly Draft[] = [];
  /** How often it, or its phase, was begun. */
  attempts = 1;
  /** Errors of the phase under way that a retry has cured. */
  errorsRecovered = 0;
  /** The error that a retry is to cure. */
  errorId: string | null = null;
  /** The phase of the file that was begun last. */
  phase: string | null;
  readonly #direction: Direction;
  readonly #info: RunInfo;
  readonly #totalPhases: number;

  constructor(direction: Direction, info: RunInfo, migration: TurnMigration, phases: TurnPhases) {
    this.#direction = direction;
    this.#info = info;
    this.migration = migration;
    this.#totalPhases = phases.total;
    this.onlyPhase = phases.only;
    this.phase = phases.only?.name ?? null;
  }

  /** A later try went well: the next error is another one. */
  forgetError(): void {
    this.attempts = 1;
    this.errorId = null;
  }

  /** The gates that let it pass; told with what says that it began, because its file is read behind them. */
  preflightFacts(timing: Timing): readonly FactAt[] {
    const step = { name: 'preflight', number: 1, total: this.#totalPhases, isBatch: false };
    return [this.phaseStarted(step), this.phaseDone(step)].map(({ type, at }, index) => ({
      type,
      at: () => at(index === 0 ? { ...timing, endedAt: null } : timing),
    }));
  }

  get started(): FactAt {
    const at = (timing: Timing) => migrationStarted(this.#direction, this.run(timing), this.#totalPhases);
    return { type: 'migration.started', at };
  }

  get done(): FactAt {
    const type = this.#direction === 'up' ? 'migration.completed' : 'migration.rolled_back';
    const at = (timing: Timing) =>
      migrationDone(this.#direction, { ...this.run(timing), rowsAffected: timing.rowsAffected });
    return { type, at };
  }

  get recovered(): FactAt | null {
    const { errorId } = this;
    if (errorId === null) return null;
    return { type: 'error.recovered', at: (timing) => errorRecovered(this.error(errorId, timing)) };
  }

  phaseStarted(step: PhaseStep): FactAt {
    const at = (timing: Timing) => phaseStarted(this.#phase(step, { timing, errorsRecovered: 0 }, 0));
    return { type: 'migration.phase.started', at };
  }

  phaseDone(step: PhaseStep): FactAt {
    const at = (timing: Timing) =>
      phaseCompleted(this.#phase(step, { timing, errorsRecovered: this.errorsRecovered }, 0));
    return { type: 'migration.phase.completed', at };
  }

  phaseFailed(step: PhaseStep, outcome: PhaseOutcome, error: ErrorFacts): FactAt {
    const at = () => phaseFailed(this.#phase(step, outcome, 1), error);
    return { type: 'migration.phase.failed', at };
  }

  error(errorId: string, timing: Timing): ErrorRun {
    const { attempts, phase } = this;
    return { errorId, direction: this.#direction, run: this.run(timing), phase, attempts };
  }

  run({ startedAt, endedAt }: Timing = NOT_BEGUN): MigrationRun {
    const { runId, database } = this.#info;
    return { runId, database, ...this.migration, startedAt, endedAt };
  }

  #phase(step: PhaseStep, { timing, errorsRecovered }: PhaseOutcome, errorsEscalated: number): PhaseFacts {
    const { rowsAffected, recordsProcessed = rowsAffected } = timing;
    return {
      direction: this.#direction,
      run: this.run(timing),
      phase: step.name,
      number: step.number,
      total: step.total,
      recordsProcessed,
      errorsRecovered,
      errorsEscalated,
    };
  }
}

export interface TurnPhases {
  readonly total: number;
  readonly only: PhaseStep | null;
}

const EXECUTE = {
  name: 'execute',
  options: { noTransaction: false, requiresApproval: false, batch: null },
};

/** A file that names no phases has one; those that it names are told one by one as they begin. */
export function phasesOfTurn({ file, phases }: LoadedMigration, context: PhaseContext): TurnPhases {
  const own = ownPhases(file, context.direction, context);
  const [first] = numberPhases(phases ?? [EXECUTE], own);
  return { total: first?.total ?? 1, only: phases === null ? (first ?? null) : null };
}

interface PhaseContext {
  readonly direction: Direction;
  readonly hasPreflight: boolean;
}
