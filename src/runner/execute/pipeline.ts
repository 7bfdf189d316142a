import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import { hasQueries } from '../../migrations/queries/has-queries.js';
import { rowCounts } from '../emit/records-processed.js';
import { settleLost } from '../outcome/settle-lost.js';
import { durationOf, type Timing } from '../run-info.js';
import { endTransaction } from './end-transaction.js';
import type { ExecutionFailure, ExecutionOptions, MigrationLifecycle, MigrationTask } from './execution.js';
import { RetryBudget } from './pacing/retry.js';
import { Window } from './pacing/window.js';
import { runAlone } from './run-alone.js';
import { failureBefore, keptInvalid, toFailure } from './to-failure.js';
import {
  type ExecutionContext,
  type ExecutionResult,
  type FailedEnd,
  isInDoubt,
  openAlone,
  sendPipelined,
} from './transaction.js';

interface InFlight {
  readonly migration: LoadedMigration;
  readonly index: number;
  readonly sentAt: number;
  readonly end: Promise<ExecutionResult>;
}

/** What follows a step: the next one, a migration that is begun again, or the end of the run. */
type Step =
  | { readonly kind: 'continue' }
  | { readonly kind: 'rewind'; readonly to: number }
  | { readonly kind: 'failed'; readonly failure: ExecutionFailure };

const CONTINUE: Step = { kind: 'continue' };

function stepOf(failure: ExecutionFailure | null): Step {
  return failure === null ? CONTINUE : { kind: 'failed', failure };
}

/**
 * Runs migrations in order, each in a transaction of its own, several on their way at once. Nothing is in flight any
 * more when `run` returns.
 */
export class MigrationPipeline {
  readonly #tasks: readonly MigrationTask[];
  readonly #context: ExecutionContext;
  readonly #lifecycle: MigrationLifecycle;
  readonly #options: ExecutionOptions;
  readonly #inFlight: InFlight[] = [];
  #lastEnd = 0;
  readonly #window = new Window();
  /** The migration that was told to have begun and was held back by the server; it has begun once. */
  #heldBack: number | null = null;
  readonly #retries = new RetryBudget();

  constructor(
    tasks: readonly MigrationTask[],
    context: ExecutionContext,
    lifecycle: MigrationLifecycle,
    options: ExecutionOptions,
  ) {
    this.#tasks = tasks;
    this.#context = context;
    this.#lifecycle = lifecycle;
    this.#options = options;
  }

  async run(): Promise<ExecutionFailure | null> {
    let position = 0;
    while (position < this.#tasks.length || this.#inFlight.length > 0) {
      const task = this.#tasks[position];
      const step = task ? await this.#advance(task, position) : await this.#settleOldest();
      if (step.kind === 'failed') return step.failure;
      if (step.kind === 'rewind') position = step.to;
      else if (task) position += 1;
    }
    return null;
  }

  /** Passes the barrier, reads the file and sends it; alone where nothing may be in flight beside it. */
  async #advance(task: MigrationTask, index: number): Promise<Step> {
    const passed = await this.#passBarrier(task, index);
    if (passed.kind !== 'continue') return passed;
    const loaded = await task.load().catch((error: unknown) => failureBefore(task.file, index, error));
    if ('error' in loaded) return this.#settleThen(async () => stepOf(loaded));
    if (loaded.plan.mode !== 'pipelined' || this.#isValidated(loaded))
      return this.#settleThen(() => this.#advanceAlone(loaded, index));
    const room = await this.#makeRoom(loaded);
    if (room.kind === 'continue') this.#send(loaded, index);
    return room;
  }

  /**
   * The place between two migrations where a run can be stopped, or asks whether it may go on. Nothing is in flight
   * while an answer is waited for, and a refusal has cost the database nothing.
   */
  async #passBarrier({ file }: MigrationTask, index: number): Promise<Step> {
    const { signal, safePoint } = this.#options;
    const isHeld = safePoint?.isDue() ?? false;
    if (!this.#lifecycle.asksBeforeEach && !isHeld && !signal.aborted) return CONTINUE;
    return this.#settleThen(async () => {
      try {
        signal.throwIfAborted();
        if (isHeld) await safePoint?.pass();
        if (this.#lifecycle.asksBeforeEach) await this.#lifecycle.beforeEach(file);
        return CONTINUE;
      } catch (error) {
        return stepOf(failureBefore(file, index, error, this.#context.connection));
      }
    });
  }

  async #makeRoom({ scan }: LoadedMigration): Promise<Step> {
    const hasRoom = () => {
      const sizes = this.#inFlight.map(({ migration }) => migration.scan.text.length);
      return this.#window.hasRoom(sizes, scan.text.length);
    };
    return this.#settleWhile(() => this.#inFlight.length > 0 && !hasRoom());
  }

  #send(migration: LoadedMigration, index: number): void {
    const before = this.#inFlight.at(-1);
    if (!before && index !== this.#heldBack) this.#lifecycle.started(migration.file, index);
    const end = sendPipelined(this.#context, migration, {
      predecessor: before?.migration.file.version ?? null,
      opening: this.#lifecycle.openingSql(migration),
      onOpened: () => this.#lifecycle.opened(migration),
      record: this.#rowAndEventSql(migration),
    });
    this.#inFlight.push({ migration, index, sentAt: this.#options.now(), end });
  }

  /** Goes on with `next` once nothing is in flight, unless what was leads elsewhere. */
  async #settleThen(next: () => Promise<Step>): Promise<Step> {
    const settled = await this.#settleWhile(() => this.#inFlight.length > 0);
    return settled.kind === 'continue' ? next() : settled;
  }

  async #settleWhile(isWanted: () => boolean): Promise<Step> {
    while (isWanted()) {
      const step = await this.#settleOldest();
      if (step.kind !== 'continue') return step;
    }
    return CONTINUE;
  }

  async #settleOldest(): Promise<Step> {
    const [oldest] = this.#inFlight;
    if (!oldest) return CONTINUE;
    const end = await oldest.end;
    const timing = this.#time(oldest, rowCounts(end, oldest.migration));
    if (!end.ok) return this.#fail(oldest, end, timing);
    this.#inFlight.shift();
    this.#window.settled(durationOf(timing));
    this.#retries.refill();
    await this.#lifecycle.finished(oldest.migration.file, timing, oldest.index);
    const [following] = this.#inFlight;
    if (following) this.#lifecycle.started(following.migration.file, following.index);
    return CONTINUE;
  }

  /** A migration's time begins when the server can have begun with it: after the one before it. */
  #time({ sentAt }: InFlight, rows: ReturnType<typeof rowCounts>): Timing {
    const endedAt = this.#options.now();
    const startedAt = Math.max(sentAt, this.#lastEnd);
    this.#lastEnd = endedAt;
    return { startedAt: new Date(startedAt), endedAt: new Date(endedAt), ...rows };
  }

  /** Lets everything behind the failure come to nothing, then goes back to it or gives up. */
  async #fail(failed: InFlight, end: FailedEnd, timing: Timing): Promise<Step> {
    await Promise.all(this.#inFlight.map(({ end }) => end));
    const flight = this.#inFlight.splice(0);
    if (isInDoubt(end, this.#context.connection)) return this.#settleLost(flight, end, timing);
    await endTransaction(this.#context.connection);
    if (!end.isHeldBack) return this.#retryOrFail(failed, end, timing);
    this.#heldBack = failed.index;
    return { kind: 'rewind', to: failed.index };
  }

  async #retryOrFail({ migration, index }: InFlight, end: FailedEnd, timing: Timing): Promise<Step> {
    const explain = () => toFailure(migration, index, end, timing, this.#options);
    if (!end.isFinal && (await this.#mayRetry(explain(), end))) return { kind: 'rewind', to: index };
    // A stop during the wait for the next try counts.
    return stepOf(explain());
  }

  async #settleLost(flight: readonly InFlight[], end: FailedEnd, timing: Timing): Promise<Step> {
    const index = (flight.at(-1)?.index ?? -1) + 1;
    const next = this.#tasks[index];
    const failure = await settleLost(flight, this.#context, {
      cause: end.error,
      next: next ? { file: next.file, index } : null,
      finished: async ({ migration, index }) => {
        await end.settled?.(true);
        const rows = { rowsAffected: null, recordsProcessed: null };
        await this.#lifecycle.finished(migration.file, { ...timing, ...rows }, index);
      },
      toFailure: ({ migration, index }) => toFailure(migration, index, end, timing, this.#options),
    });
    if (failure?.certainty === 'failed') await end.settled?.(false);
    return stepOf(failure);
  }

  /** True where the migration is to be begun again, in a moment. */
  async #mayRetry({ file, error }: ExecutionFailure, end: FailedEnd): Promise<boolean> {
    const { signal, random } = this.#options;
    return this.#retries.allows(end.error, {
      signal,
      random,
      onRetry: (sqlstate, attempt, waitMs) =>
        this.#lifecycle.retrying(file, { error, sqlstate, attempt, waitMs }),
    });
  }

  async #advanceAlone(migration: LoadedMigration, index: number): Promise<Step> {
    this.#lifecycle.started(migration.file, index);
    const sentAt = this.#options.now();
    const opening = this.#lifecycle.openingSql(migration);
    const unopened = await openAlone(this.#context, opening, () => this.#lifecycle.opened(migration));
    const end = unopened ?? (await this.#runAlone(migration));
    const alone = { migration, index, sentAt, end: Promise.resolve(end) };
    const timing = this.#time(alone, rowCounts(end, migration));
    if (!end.ok && isInDoubt(end, this.#context.connection)) return this.#settleLost([alone], end, timing);
    if (!end.ok) return this.#retryOrFail(alone, end, timing);
    this.#retries.refill();
    await this.#lifecycle.finished(migration.file, timing, index);
    return end.invalid ? stepOf(keptInvalid(migration, index, end.invalid, timing)) : CONTINUE;
  }

  /** Its validation is decided before its commit, so that nothing can be sent behind it. */
  #isValidated({ file }: LoadedMigration): boolean {
    return this.#context.startValidation !== undefined && hasQueries(file);
  }

  #runAlone(migration: LoadedMigration): Promise<ExecutionResult> {
    const record = (startedAt?: string) => this.#rowAndEventSql(migration, startedAt);
    return runAlone(this.#context, migration, {
      record,
      lifecycle: this.#lifecycle,
      options: this.#options,
    });
  }

  #rowAndEventSql(migration: LoadedMigration, startedAt?: string): string[] {
    const { change, ledger } = this.#context;
    const row = { ...migration.file, checksum: migration.checksum };
    return [change.rowSql(ledger, row, startedAt), ...this.#lifecycle.eventSql(migration)];
  }
}
