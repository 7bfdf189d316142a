import { ConfitureError } from '../../errors.js';
import { type LoadedMigration, loadUp } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import { insertRowSql } from '../ledger/ledger.js';
import { asConfitureError } from '../outcome/as-confiture-error.js';
import { explainFailure } from '../outcome/failure.js';
import { settleLost } from '../outcome/settle-lost.js';
import { NOT_BEGUN, type Timing } from '../run-info.js';
import type { ApplyEvents, ApplyFailure, ApplyOptions } from './apply-events.js';
import { endTransaction } from './end-transaction.js';
import { RetryBudget } from './retry.js';
import { runStatements } from './run-statements.js';
import { rowsWritten } from './send-piece.js';
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
  readonly #flight: InFlight[] = [];
  #next = 0;
  #predecessor: string | null = null;
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
    for (;;) {
      const file = this.#files[this.#next];
      if (!file && this.#flight.length === 0) return null;
      const failure = file ? await this.#advance(file) : await this.#settleOldest();
      if (failure) return failure;
    }
  }

  async #advance(file: MigrationFile): Promise<ApplyFailure | null> {
    const index = this.#next;
    const loaded = await this.#prepare(file, index);
    if ('error' in loaded) {
      const earlier = await this.#settleAll();
      return earlier ?? (this.#next === index ? loaded : null);
    }
    if (this.#next !== index) return null;
    if (loaded.plan.mode !== 'pipelined') return this.#applyAlone(loaded, index);
    const failure = await this.#makeRoom(loaded);
    if (failure || this.#next !== index) return failure;
    this.#send(loaded, index);
    return null;
  }

  /** Reads the file and asks the gate; a failure here has cost the database nothing. */
  async #prepare(file: MigrationFile, index: number): Promise<LoadedMigration | ApplyFailure> {
    try {
      if (this.#events.asksBeforeEach || this.#options.signal.aborted) {
        const failure = await this.#settleAll();
        if (failure) return failure;
      }
      this.#options.signal.throwIfAborted();
      if (this.#next === index && this.#events.asksBeforeEach) await this.#events.beforeEach(file);
      return await loadUp(file);
    } catch (error) {
      const cause = asConfitureError(error);
      return { certainty: 'failed', unknown: [], error: cause, file, text: null, timing: NOT_BEGUN, index };
    }
  }

  async #makeRoom(loaded: LoadedMigration): Promise<ApplyFailure | null> {
    const size = () => this.#flight.reduce((sum, { migration }) => sum + migration.scan.text.length, 0);
    const before = this.#next;
    while (
      this.#flight.length > 0 &&
      this.#next === before &&
      (this.#flight.length >= WINDOW_FILES || size() + loaded.scan.text.length > WINDOW_CHARACTERS)
    ) {
      const failure = await this.#settleOldest();
      if (failure) return failure;
    }
    return null;
  }

  #send(migration: LoadedMigration, index: number): void {
    if (this.#flight.length === 0) this.#events.working(migration.file, index);
    const end = sendApply(this.#work, migration, {
      predecessor: this.#flight.length > 0 ? this.#predecessor : null,
      record: this.#events.recordSql(migration.file),
    });
    this.#flight.push({ migration, index, sentAt: this.#options.now(), end });
    this.#predecessor = migration.file.version;
    this.#next = index + 1;
  }

  async #settleAll(): Promise<ApplyFailure | null> {
    while (this.#flight.length > 0) {
      const failure = await this.#settleOldest();
      if (failure) return failure;
    }
    return null;
  }

  async #settleOldest(): Promise<ApplyFailure | null> {
    const oldest = this.#flight[0];
    if (!oldest) return null;
    const end = await oldest.end;
    const timing = this.#time(oldest, end.ok ? rowsWritten(end.body) : null);
    if (!end.ok) return this.#fail(oldest, end, timing);
    this.#flight.shift();
    this.#retries.refill();
    await this.#events.applied(oldest.migration.file, timing, oldest.index);
    const following = this.#flight[0];
    if (following) this.#events.working(following.migration.file, following.index);
    return null;
  }

  /** A migration's time begins when the server can have begun with it: after the one before it. */
  #time({ sentAt }: InFlight, rowsAffected: number | null): Timing {
    const endedAt = this.#options.now();
    const startedAt = Math.max(sentAt, this.#lastEnd);
    this.#lastEnd = endedAt;
    return { startedAt: new Date(startedAt), endedAt: new Date(endedAt), rowsAffected };
  }

  /** Lets everything behind the failure come to nothing, then goes back to it or gives up. */
  async #fail({ migration, index }: InFlight, end: FailedEnd, timing: Timing): Promise<ApplyFailure | null> {
    await Promise.all(this.#flight.map(({ end }) => end));
    const flight = this.#flight.splice(0);
    if (isInDoubt(end, this.#work.connection)) return this.#settleLost(flight, end, timing);
    await endTransaction(this.#work.connection);
    if (await this.#mayRetry(migration, end)) {
      this.#next = index;
      return null;
    }
    return this.#toFailure(migration, index, end, timing);
  }

  #settleLost(flight: readonly InFlight[], end: FailedEnd, timing: Timing): Promise<ApplyFailure | null> {
    const next = this.#files[this.#next];
    return settleLost(flight, this.#work, {
      cause: end.error,
      next: next ? { file: next, index: this.#next } : null,
      applied: ({ migration, index }) =>
        this.#events.applied(migration.file, { ...timing, rowsAffected: null }, index),
      toFailure: ({ migration, index }) => this.#toFailure(migration, index, end, timing),
    });
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

  #toFailure(migration: LoadedMigration, index: number, end: FailedEnd, timing: Timing): ApplyFailure {
    const error = this.#explain(migration, end);
    const { file, scan } = migration;
    return { certainty: 'failed', unknown: [], error, file, text: scan.text, timing, index };
  }

  #explain(migration: LoadedMigration, end: FailedEnd): ConfitureError {
    const { signal } = this.#options;
    if (signal.aborted && !ConfitureError.is(end.error)) return asConfitureError(signal.reason);
    return explainFailure(end.error, {
      migration: migration.file.name,
      file: migration.path.displayPath,
      source: migration.scan.text,
      offset: end.offset,
      statement: end.statement,
      outsideTransaction: migration.shape.reason?.kind === 'directive',
      redaction: this.#options.redaction,
    });
  }

  async #applyAlone(migration: LoadedMigration, index: number): Promise<ApplyFailure | null> {
    const failure = await this.#settleAll();
    if (failure || this.#next !== index) return failure;
    this.#events.working(migration.file, index);
    const startedAt = this.#options.now();
    const record = (startedAt?: string) => [
      insertRowSql(this.#work.ledger, { ...migration.file, checksum: migration.checksum }, startedAt),
      ...this.#events.recordSql(migration.file),
    ];
    const end =
      migration.plan.mode === 'transaction'
        ? await sendAwaited(this.#work, migration, record())
        : await runStatements(this.#work, migration, {
            direction: 'up',
            record,
            signal: this.#options.signal,
          });
    const inFlight = { migration, index, sentAt: startedAt, end: Promise.resolve(end) };
    const timing = this.#time(inFlight, end.ok ? rowsWritten(end.body) : null);
    if (!end.ok) {
      if (isInDoubt(end, this.#work.connection)) {
        this.#next = index + 1;
        return this.#settleLost([inFlight], end, timing);
      }
      if (await this.#mayRetry(migration, end)) return null;
      return this.#toFailure(migration, index, end, timing);
    }
    this.#next = index + 1;
    this.#retries.refill();
    await this.#events.applied(migration.file, timing, index);
    return null;
  }
}
