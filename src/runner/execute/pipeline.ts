import { type LoadedMigration, loadUp } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import { insertRowSql } from '../ledger/ledger.js';
import { settleLost } from '../outcome/settle-lost.js';
import type { Timing } from '../run-info.js';
import type { ApplyEvents, ApplyFailure, ApplyOptions } from './apply-events.js';
import { endTransaction } from './end-transaction.js';
import { RetryBudget } from './retry.js';
import { runStatements } from './run-statements.js';
import { rowsWritten } from './send-piece.js';
import { failureBefore, toFailure } from './to-failure.js';
import {
  type ExecutionContext,
  type ExecutionResult,
  type FailedEnd,
  isInDoubt,
  sendApply,
  sendAwaited,
} from './transaction.js';

/** Files on their way at once: enough to hide the round trip, few enough to bound what a server does after Ctrl-C. */
const WINDOW_FILES = 12;
const WINDOW_CHARACTERS = 4_000_000;

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
  | { readonly kind: 'failed'; readonly failure: ApplyFailure };

const CONTINUE: Step = { kind: 'continue' };

function stepOf(failure: ApplyFailure | null): Step {
  return failure === null ? CONTINUE : { kind: 'failed', failure };
}

/**
 * Applies the files in order, each in a transaction of its own, several on their way at once. Returns
 * the failure that ended it, or null. Whatever it returns, nothing is in flight any more.
 */
export async function applyAll(
  files: readonly MigrationFile[],
  work: ExecutionContext,
  events: ApplyEvents,
  options: ApplyOptions,
): Promise<ApplyFailure | null> {
  return new MigrationPipeline(files, work, events, options).run();
}

class MigrationPipeline {
  readonly #files: readonly MigrationFile[];
  readonly #work: ExecutionContext;
  readonly #events: ApplyEvents;
  readonly #options: ApplyOptions;
  readonly #inFlight: InFlight[] = [];
  #lastEnd = 0;
  readonly #retries = new RetryBudget();

  constructor(
    files: readonly MigrationFile[],
    work: ExecutionContext,
    events: ApplyEvents,
    options: ApplyOptions,
  ) {
    this.#files = files;
    this.#work = work;
    this.#events = events;
    this.#options = options;
  }

  async run(): Promise<ApplyFailure | null> {
    let position = 0;
    while (position < this.#files.length || this.#inFlight.length > 0) {
      const file = this.#files[position];
      const step = file ? await this.#advance(file, position) : await this.#settleOldest();
      if (step.kind === 'failed') return step.failure;
      if (step.kind === 'rewind') position = step.to;
      else if (file) position += 1;
    }
    return null;
  }

  /** Passes the barrier, reads the file and sends it; alone where nothing may be in flight beside it. */
  async #advance(file: MigrationFile, index: number): Promise<Step> {
    const passed = await this.#passBarrier(file, index);
    if (passed.kind !== 'continue') return passed;
    const loaded = await loadUp(file).catch((error: unknown) => failureBefore(file, index, error));
    if ('error' in loaded) return this.#settleThen(async () => stepOf(loaded));
    if (loaded.plan.mode !== 'pipelined') return this.#settleThen(() => this.#applyAlone(loaded, index));
    const room = await this.#makeRoom(loaded);
    if (room.kind === 'continue') this.#send(loaded, index);
    return room;
  }

  /**
   * The place between two migrations where a run can be stopped, or asks whether it may go on. Nothing is in flight
   * while an answer is waited for, and a refusal has cost the database nothing.
   */
  async #passBarrier(file: MigrationFile, index: number): Promise<Step> {
    const { signal } = this.#options;
    if (!this.#events.asksBeforeEach && !signal.aborted) return CONTINUE;
    return this.#settleThen(async () => {
      try {
        signal.throwIfAborted();
        if (this.#events.asksBeforeEach) await this.#events.beforeEach(file);
        return CONTINUE;
      } catch (error) {
        return stepOf(failureBefore(file, index, error));
      }
    });
  }

  async #makeRoom({ scan }: LoadedMigration): Promise<Step> {
    const size = () => this.#inFlight.reduce((sum, { migration }) => sum + migration.scan.text.length, 0);
    const isFull = () =>
      this.#inFlight.length >= WINDOW_FILES || size() + scan.text.length > WINDOW_CHARACTERS;
    return this.#settleWhile(() => this.#inFlight.length > 0 && isFull());
  }

  #send(migration: LoadedMigration, index: number): void {
    const before = this.#inFlight.at(-1);
    if (!before) this.#events.working(migration.file, index);
    const end = sendApply(this.#work, migration, {
      predecessor: before?.migration.file.version ?? null,
      record: this.#events.recordSql(migration.file),
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
    const timing = this.#time(oldest, end.ok ? rowsWritten(end.body) : null);
    if (!end.ok) return this.#fail(oldest, end, timing);
    this.#inFlight.shift();
    this.#retries.refill();
    await this.#events.applied(oldest.migration.file, timing, oldest.index);
    const [following] = this.#inFlight;
    if (following) this.#events.working(following.migration.file, following.index);
    return CONTINUE;
  }

  /** A migration's time begins when the server can have begun with it: after the one before it. */
  #time({ sentAt }: InFlight, rowsAffected: number | null): Timing {
    const endedAt = this.#options.now();
    const startedAt = Math.max(sentAt, this.#lastEnd);
    this.#lastEnd = endedAt;
    return { startedAt: new Date(startedAt), endedAt: new Date(endedAt), rowsAffected };
  }

  /** Lets everything behind the failure come to nothing, then goes back to it or gives up. */
  async #fail(failed: InFlight, end: FailedEnd, timing: Timing): Promise<Step> {
    await Promise.all(this.#inFlight.map(({ end }) => end));
    const flight = this.#inFlight.splice(0);
    if (isInDoubt(end, this.#work.connection)) return this.#settleLost(flight, end, timing);
    await endTransaction(this.#work.connection);
    return this.#retryOrFail(failed, end, timing);
  }

  async #retryOrFail({ migration, index }: InFlight, end: FailedEnd, timing: Timing): Promise<Step> {
    if (await this.#mayRetry(migration, end)) return { kind: 'rewind', to: index };
    return stepOf(toFailure(migration, index, end, timing, this.#options));
  }

  async #settleLost(flight: readonly InFlight[], end: FailedEnd, timing: Timing): Promise<Step> {
    const index = (flight.at(-1)?.index ?? -1) + 1;
    const next = this.#files[index];
    const failure = await settleLost(flight, this.#work, {
      cause: end.error,
      next: next ? { file: next, index } : null,
      applied: ({ migration, index }) =>
        this.#events.applied(migration.file, { ...timing, rowsAffected: null }, index),
      toFailure: ({ migration, index }) => toFailure(migration, index, end, timing, this.#options),
    });
    return stepOf(failure);
  }

  /** True where the migration is to be begun again, in a moment. */
  async #mayRetry({ file }: LoadedMigration, end: FailedEnd): Promise<boolean> {
    const { signal, random } = this.#options;
    return this.#retries.allows(end.error, {
      signal,
      random,
      onRetry: (sqlstate, attempt, waitMs) => this.#events.retrying(file, sqlstate, attempt, waitMs),
    });
  }

  async #applyAlone(migration: LoadedMigration, index: number): Promise<Step> {
    this.#events.working(migration.file, index);
    const sentAt = this.#options.now();
    const end = await this.#runAlone(migration);
    const alone = { migration, index, sentAt, end: Promise.resolve(end) };
    const timing = this.#time(alone, end.ok ? rowsWritten(end.body) : null);
    if (!end.ok && isInDoubt(end, this.#work.connection)) return this.#settleLost([alone], end, timing);
    if (!end.ok) return this.#retryOrFail(alone, end, timing);
    this.#retries.refill();
    await this.#events.applied(migration.file, timing, index);
    return CONTINUE;
  }

  #runAlone(migration: LoadedMigration): Promise<ExecutionResult> {
    const record = (startedAt?: string) => [
      insertRowSql(this.#work.ledger, { ...migration.file, checksum: migration.checksum }, startedAt),
      ...this.#events.recordSql(migration.file),
    ];
    if (migration.plan.mode === 'transaction') return sendAwaited(this.#work, migration, record());
    const { signal } = this.#options;
    return runStatements(this.#work, migration, { direction: 'up', record, signal });
  }
}
