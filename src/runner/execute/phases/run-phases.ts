import type { Phase } from '../../../migrations/analysis/phases.js';
import type { LoadedMigration } from '../../../migrations/files/load-migration.js';
import {
  ensurePhaseProgress,
  type FinishedPhase,
  hashPhase,
  markPhaseSql,
  readPhaseProgress,
  unmarkPhaseSql,
  untouched,
} from '../../ledger/phase-progress.js';
import { readProgress } from '../../ledger/progress.js';
import type { InvalidMigration, Validation } from '../../lifecycle/validation/validation.js';
import { serverClock } from '../../session/server-clock.js';
import type { ExecutionOptions, MigrationLifecycle, PhaseOutcome } from '../execution.js';
import { explain } from '../to-failure.js';
import { type ExecutionContext, type ExecutionResult, isInDoubt, recordFailed } from '../transaction.js';
import { dueAt } from './due-phase.js';
import { numberPhases, ownPhases } from './number-phases.js';
import {
  type FailedPhase,
  type PhaseEnd,
  type PhaseRun,
  partOf,
  progressBehind,
  sumOfRows,
} from './phase-run.js';
import { runBatches } from './run-batches.js';
import { runOnce } from './run-once.js';

export interface PhasesRun {
  readonly lifecycle: MigrationLifecycle;
  readonly options: ExecutionOptions;
  /** Texts for the ledger and the events, to run in the transaction of the last phase. */
  readonly record: (startedAt: string) => readonly string[];
  /** Null where the migration has none. */
  readonly validation: Validation | null;
}

/**
 * Runs a file phase by phase, each with its mark of progress in its own transaction; the last one's holds the ledger
 * row. Behind a failure, a kill or a pause the next run goes on with the phase that is due.
 */
export async function runPhases(
  context: ExecutionContext,
  migration: LoadedMigration,
  run: PhasesRun,
): Promise<ExecutionResult> {
  try {
    return await new PhasedMigration(context, migration, run).all();
  } catch (error) {
    return { ...recordFailed(error), isFinal: true };
  }
}

class PhasedMigration {
  readonly #context: ExecutionContext;
  readonly #migration: LoadedMigration;
  readonly #run: PhasesRun;
  readonly #phases: readonly Phase[];
  #startedAt = '';

  constructor(context: ExecutionContext, migration: LoadedMigration, run: PhasesRun) {
    this.#context = context;
    this.#migration = migration;
    this.#run = run;
    this.#phases = migration.phases ?? [];
  }

  async all(): Promise<ExecutionResult> {
    const { connection } = this.#context;
    const [first, ...others] = this.#phases;
    if (first === undefined) throw new Error('the migration has no phases');
    await ensurePhaseProgress(connection);
    this.#startedAt = await serverClock(connection);
    const progress = await readPhaseProgress(connection, this.#key);
    const { index, due } = dueAt(this.#migration, [first, ...others], progress);
    const finished = [...(progress?.finished ?? [])];
    await this.#beginValidation(progress !== null);
    let invalid: InvalidMigration | null = null;
    for (const [at, phase] of this.#phases.entries()) {
      if (at < index) continue;
      await this.#passSafePoint(at > 0);
      if (phase.options.requiresApproval) await this.#run.lifecycle.beforePhase(this.#migration, phase.name);
      const phaseRun = this.#phaseRun(
        phase,
        at,
        finished,
        at === index ? due : untouched(phase, hashPhase(phase)),
      );
      const end = await this.#runPhase(phaseRun);
      if (!end.ok) return end;
      invalid = end.invalid ?? null;
      finished.push({ name: phase.name, hash: hashPhase(phase), rows: end.rows });
      if (!phaseRun.step.isBatch) await this.#noteRows(finished, this.#phases[at + 1]);
    }
    return { ok: true, body: [], rows: sumOfRows(finished), invalid };
  }

  /** A phase outside of a transaction may have begun without a mark of the phases. */
  async #beginValidation(hasPhases: boolean): Promise<void> {
    const { validation } = this.#run;
    if (!validation) return;
    await validation.begin();
    const hasBegun = hasPhases || (await readProgress(this.#context.connection, this.#key)) !== null;
    await validation.askBeforeParts(hasBegun);
  }

  /** A phase in one transaction is noted with that; its rows are known behind it only. */
  async #noteRows(finished: readonly FinishedPhase[], next: Phase | undefined): Promise<void> {
    if (next === undefined) return;
    const { environment } = this.#context.info;
    const text = markPhaseSql(this.#key, { environment }, progressBehind(this.#phases, finished, next));
    await this.#context.connection.run(text);
  }

  /** The pipeline has passed the one before the migration. */
  async #passSafePoint(isBetween: boolean): Promise<void> {
    const { signal, safePoint } = this.#run.options;
    signal.throwIfAborted();
    if (isBetween && safePoint?.isDue()) await safePoint.pass();
  }

  #phaseRun(phase: Phase, at: number, finished: readonly FinishedPhase[], due: PhaseRun['due']): PhaseRun {
    const { lifecycle, record } = this.#run;
    const { environment } = this.#context.info;
    const own = ownPhases(this.#migration.file, this.#context.direction, lifecycle);
    const step = numberPhases(this.#phases, own)[at];
    const next = this.#phases[at + 1];
    if (step === undefined) throw new Error('the phase has no number');
    const finish = (rows: number | null) => {
      const events = lifecycle.phaseEventSql(this.#migration, step);
      if (next === undefined) return [...record(this.#startedAt), ...events, unmarkPhaseSql(this.#key)];
      const done = [...finished, { name: phase.name, hash: hashPhase(phase), rows }];
      return [markPhaseSql(this.#key, { environment }, progressBehind(this.#phases, done, next)), ...events];
    };
    const mark = (due: PhaseRun['due']) =>
      markPhaseSql(this.#key, { environment }, { finished, due, total: this.#phases.length });
    const validation = next === undefined ? this.#run.validation : null;
    return {
      migration: this.#migration,
      validation,
      part: partOf(this.#migration, phase),
      phase,
      step,
      due,
      finish,
      mark,
    };
  }

  async #runPhase(run: PhaseRun): Promise<PhaseEnd> {
    const { lifecycle, options } = this.#run;
    const startedAt = new Date(options.now());
    await lifecycle.phaseStarted(this.#migration, run.step);
    const end = run.step.isBatch
      ? await runBatches(this.#context, run, lifecycle, options)
      : await runOnce(this.#context, run, lifecycle, options);
    const outcome: PhaseOutcome = {
      timing: {
        startedAt,
        endedAt: new Date(options.now()),
        rowsAffected: end.rows,
        ...(end.ok && end.recordsProcessed !== undefined && { recordsProcessed: end.recordsProcessed }),
      },
      errorsRecovered: end.errorsRecovered,
    };
    if (end.ok) await lifecycle.phaseFinished(this.#migration, run.step, outcome);
    return end.ok ? end : this.#settleFailed(run, end, outcome);
  }

  /** Nothing is told of a phase whose commit was not answered before the server has said what became of it. */
  async #settleFailed(run: PhaseRun, end: FailedPhase, outcome: PhaseOutcome): Promise<PhaseEnd> {
    const settled = (isCommitted: boolean) => this.#tell(run, end, outcome, isCommitted);
    const isLast = run.phase === this.#phases.at(-1);
    if (!isInDoubt(end, this.#context.connection)) {
      await settled(false);
      return this.#explained(run, end);
    }
    if (isLast) return { ...end, isFinal: true, settled };
    const progress = await this.#context.askAgain(async (session) => [
      await readPhaseProgress(session, this.#key),
    ]);
    if (progress === null) return { ...end, isFinal: true };
    await settled(progress[0]?.finished.some(({ name }) => name === run.phase.name) ?? false);
    return { ...this.#explained(run, end), isCertain: true };
  }

  /** What the phase says of itself: the file around it may run in another way. */
  #explained(run: PhaseRun, end: FailedPhase): FailedPhase {
    return { ...end, error: explain(run.part, end, this.#run.options), isFinal: true };
  }

  #tell(run: PhaseRun, end: FailedPhase, outcome: PhaseOutcome, isCommitted: boolean): Promise<void> {
    const { lifecycle, options } = this.#run;
    if (isCommitted) return lifecycle.phaseFinished(this.#migration, run.step, outcome);
    const error = explain(run.part, end, options);
    return lifecycle.phaseFailed(this.#migration, run.step, { ...outcome, error });
  }

  get #key() {
    const { ledger, direction } = this.#context;
    return { ledger, direction, version: this.#migration.file.version };
  }
}
