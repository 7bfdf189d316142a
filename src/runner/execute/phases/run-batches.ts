import { setTimeout as sleep } from 'node:timers/promises';
import type { DuePhase } from '../../ledger/phase-progress.js';
import { resetSettingsSql } from '../../session/session-state.js';
import { endTransaction } from '../end-transaction.js';
import type { ExecutionOptions, MigrationLifecycle } from '../execution.js';
import { RetryBudget } from '../pacing/retry.js';
import { explain } from '../to-failure.js';
import { type ExecutionContext, type FailedEnd, recordFailed } from '../transaction.js';
import { validationEnd } from '../validated-transaction.js';
import { commitValidated } from './commit-validated.js';
import type { PhaseEnd, PhaseRun } from './phase-run.js';
import { sendRepetition } from './repetition.js';
import { RowBound } from './row-bound.js';

/** A commit that was sent, and where the phase is once it is answered. */
interface SentCommit {
  readonly failure: Promise<FailedEnd | null>;
  readonly due: DuePhase;
}

/** What a repetition leads to: the end of the phase, or the next repetition. */
type Step = PhaseEnd | { readonly sent: SentCommit | null };

const NOTHING_SENT: Step = { sent: null };

/** Runs a batch phase: its statements again and again, each time in a transaction of its own, until they change no row. */
export async function runBatches(
  context: ExecutionContext,
  run: PhaseRun,
  lifecycle: MigrationLifecycle,
  options: ExecutionOptions,
): Promise<PhaseEnd> {
  return new BatchRun(context, run, lifecycle, options).all();
}

class BatchRun {
  readonly #context: ExecutionContext;
  readonly #run: PhaseRun;
  readonly #lifecycle: MigrationLifecycle;
  readonly #options: ExecutionOptions;
  readonly #retries = new RetryBudget();
  readonly #startedAt: number;
  #due: DuePhase;
  #isRetried = false;

  constructor(
    context: ExecutionContext,
    run: PhaseRun,
    lifecycle: MigrationLifecycle,
    options: ExecutionOptions,
  ) {
    this.#context = context;
    this.#run = run;
    this.#lifecycle = lifecycle;
    this.#options = options;
    this.#startedAt = options.now();
    this.#due = run.due;
  }

  async all(): Promise<PhaseEnd> {
    try {
      const { migration, phase } = this.#run;
      const bound = await RowBound.of(this.#context.connection, migration, phase, this.#due);
      this.#due = { ...this.#due, rowsExpected: bound.expected };
      for (let sent: SentCommit | null = null; ; ) {
        const step: Step = await this.#repeat(bound, sent);
        if ('ok' in step) return step;
        sent = step.sent;
      }
    } catch (error) {
      await endTransaction(this.#context.connection);
      return this.#failed(validationEnd(error) ?? recordFailed(error));
    }
  }

  /**
   * The commit of a repetition travels with the statements of the next, so that each costs one round trip. Where the run
   * is to rest in between, the commit goes alone: nothing is open then.
   */
  async #repeat(bound: RowBound, before: SentCommit | null): Promise<Step> {
    const repetition = sendRepetition(this.#context.connection, this.#run.part);
    const unkept = before && (await this.#settle(before));
    const end = await repetition;
    if (unkept) return this.#retryOrFail(unkept);
    if (!end.ok) return this.#retryOrFail(end);
    this.#options.signal.throwIfAborted();
    if (end.rows === 0) return this.#finish();
    const due = this.#behind(end.rows);
    const refusal = bound.tooMany(due);
    if (refusal) throw refusal;
    return bound.isSuspicious(due) ? this.#countAgain(bound, due) : this.#keep(due);
  }

  async #keep(due: DuePhase): Promise<Step> {
    const sent = this.#commit(due);
    const { sleepMs = 0 } = this.#run.phase.options.batch ?? {};
    const { safePoint, signal } = this.#options;
    if (sleepMs === 0 && !safePoint?.isDue()) return { sent };
    const unkept = await this.#settle(sent);
    if (unkept) return this.#retryOrFail(unkept);
    if (sleepMs > 0) await sleep(sleepMs, undefined, { signal }).catch(() => {});
    signal.throwIfAborted();
    if (safePoint?.isDue()) await safePoint.pass();
    return NOTHING_SENT;
  }

  /** Takes the repetition back while the rows are counted: it may be one too many. */
  async #countAgain(bound: RowBound, due: DuePhase): Promise<Step> {
    const { connection } = this.#context;
    await endTransaction(connection);
    const endless = await bound.endless(connection, due);
    if (endless) throw endless;
    this.#due = { ...this.#due, rowsExpected: bound.expected };
    return NOTHING_SENT;
  }

  #commit(due: DuePhase): SentCommit {
    const { connection, settings } = this.#context;
    const text = [resetSettingsSql(settings), this.#run.mark(due), 'commit'].join('; ');
    return { failure: connection.run(text).then(() => null, recordFailed), due };
  }

  async #settle({ failure, due }: SentCommit): Promise<FailedEnd | null> {
    const failed = await failure;
    if (failed) return failed;
    this.#due = due;
    this.#isRetried = false;
    this.#retries.refill();
    const { repetitions, rows, rowsExpected } = due;
    const seconds = (this.#options.now() - this.#startedAt) / 1000;
    const rowsPerSecond = seconds > 0 ? (rows - this.#run.due.rows) / seconds : null;
    const { migration, step } = this.#run;
    this.#lifecycle.phaseProgressed(migration, step, { repetitions, rows, rowsPerSecond, rowsExpected });
    return null;
  }

  async #finish(): Promise<Step> {
    const { connection, settings } = this.#context;
    const { rows, errorsRecovered } = this.#behind(0);
    const text = [resetSettingsSql(settings), ...this.#run.finish(rows), 'commit'].join('; ');
    if (this.#run.validation) {
      const invalid = await commitValidated(this.#context, this.#run.validation, this.#run.finish(rows));
      return { ok: true, rows, errorsRecovered, invalid };
    }
    const failed = await connection.run(text).then(() => null, recordFailed);
    return failed ? this.#retryOrFail(failed) : { ok: true, rows, errorsRecovered };
  }

  #behind(rows: number): DuePhase {
    const { errorsRecovered, repetitions } = this.#due;
    return {
      ...this.#due,
      rows: this.#due.rows + rows,
      repetitions: repetitions + 1,
      errorsRecovered: errorsRecovered + (this.#isRetried ? 1 : 0),
    };
  }

  async #retryOrFail(end: FailedEnd): Promise<Step> {
    await endTransaction(this.#context.connection);
    const { signal, random } = this.#options;
    const mayRetry = await this.#retries.allows(end.error, {
      signal,
      random,
      onRetry: (sqlstate, attempt, waitMs) => {
        const error = explain(this.#run.part, end, this.#options);
        this.#lifecycle.retrying(this.#run.migration.file, { error, sqlstate, attempt, waitMs });
      },
    });
    if (!mayRetry) return this.#failed(end);
    this.#isRetried = true;
    return NOTHING_SENT;
  }

  #failed(end: FailedEnd): PhaseEnd {
    const { rows, errorsRecovered } = this.#due;
    return { ...end, rows, errorsRecovered };
  }
}
