import type { Connection } from '../../../database/connection.js';
import type { ConfitureError } from '../../../errors.js';
import type { LoadedMigration } from '../../../migrations/files/load-migration.js';
import type { MigrationQueries } from '../../../migrations/queries/load-queries.js';
import type { RedactionOptions } from '../../../redaction/redaction.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { DatabaseState } from '../certificate/database-state.js';
import { askAfter, askBefore, type BeforeResult } from './queries/ask-invariant.js';
import type { AskedQuery } from './queries/ask-query.js';
import { askVerify } from './queries/ask-verify.js';
import { type CheckFailure, checkFailure } from './queries/check-failure.js';
import type { QueryTransaction } from './queries/in-read-only.js';
import { forgetResultsSql, readStoredResults, storeResults } from './stored-results.js';
import { type ValidationOutcome, validationFailed } from './validation-error.js';
import type { ValidationSettings } from './validation-settings.js';

/** Facts of a validation, told and stored with its migration. */
export interface ValidationRecord {
  /** Its first query is about to be asked; no transaction is open. */
  started(validation: Validation): Promise<void>;
  /** The same in a transaction that is open, or behind the statements of the migration, where its phase begins. */
  startedInside(validation: Validation): void;
  /** Texts to run in the transaction that records the migration, which is open, behind its row. */
  closingSql(validation: Validation): Promise<readonly string[]>;
  /** That transaction is committed. */
  committed(validation: Validation): Promise<void>;
  /** The migration is not valid, and is not committed. */
  failed(validation: Validation): Promise<void>;
}

/** Begins the validation of a migration; null where it has none. */
export type StartValidation = (migration: LoadedMigration, signal: AbortSignal) => Promise<Validation | null>;

export interface ValidationContext {
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly settings: ValidationSettings;
  readonly record: ValidationRecord;
  /** Reads the state of the database that a certificate compares; null where none is made. */
  readonly readState: ((place: QueryTransaction) => Promise<DatabaseState>) | null;
  readonly signal: AbortSignal;
  readonly redaction: RedactionOptions;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Why a migration is not valid, and what became of it. */
export interface InvalidMigration {
  readonly error: ConfitureError;
  readonly outcome: ValidationOutcome;
  readonly failures: readonly [CheckFailure, ...CheckFailure[]];
  /** Text of the file that the error points into. */
  readonly source: string;
}

/** Thrown where a migration is not to be committed. */
export class ValidationFailure extends Error {
  constructor(readonly invalid: InvalidMigration) {
    super('the migration is not valid');
  }
}

/**
 * Questions to the database around one migration: `before`, then its statements, then `after`. Where the two differ
 * the migration is given up, or kept with an error.
 */
export class Validation {
  readonly migration: LoadedMigration;
  readonly queries: MigrationQueries;
  before: readonly BeforeResult[] = [];
  after: readonly AskedQuery[] = [];
  /** State of the database before the migration; null where no certificate is made of it. */
  stateBefore: DatabaseState | null = null;
  startedAt: Date | null = null;
  /** When it began to ask behind the statements: the phase `validate`; null before. */
  phaseStartedAt: Date | null = null;
  endedAt: Date | null = null;
  /** What did not hold; null as long as everything does. */
  invalid: InvalidMigration | null = null;
  /** True where `begin` was called. Without an invariant nothing is asked by then. */
  isBegun = false;
  readonly #context: ValidationContext;

  constructor(migration: LoadedMigration, queries: MigrationQueries, context: ValidationContext) {
    this.migration = migration;
    this.queries = queries;
    this.#context = context;
  }

  /** Number of checks: the queries, and the `.verify.sql`. */
  get checks(): number {
    const { verify, invariant } = this.queries;
    return (verify ? 1 : 0) + (invariant?.queries.length ?? 0);
  }

  /** Call it before anything is asked, with no transaction open. */
  async begin(): Promise<void> {
    this.isBegun = true;
    if (!this.queries.invariant) return;
    this.startedAt = this.#clock();
    await this.#context.record.started(this);
  }

  /** Asks the queries of a migration that is one transaction, in it or ahead of it. Nothing of it has run. */
  async askBefore(place: QueryTransaction): Promise<void> {
    const { invariant } = this.queries;
    if (!invariant) return;
    this.#startInside();
    const { asked, failures } = await askBefore(invariant, this.#asking(place));
    this.#throwWhere(failures, 'rolled_back');
    this.before = asked;
    this.stateBefore = (await this.#context.readState?.(place)) ?? null;
  }

  /**
   * The same for a migration that several transactions, and so several processes, may run. `hasBegun` is true where an
   * earlier one has done part of it: then its results count.
   */
  async askBeforeParts(hasBegun: boolean): Promise<void> {
    const { invariant } = this.queries;
    if (!invariant) return;
    const { connection, ledger } = this.#context;
    const key = { ledger, version: this.migration.file.version, checksum: invariant.checksum };
    if (!hasBegun) {
      await this.askBefore('alone');
      await storeResults(connection, key, { results: this.before, state: this.stateBefore });
      return;
    }
    const stored = await readStoredResults(connection, key);
    if (!stored) this.#throwWhere([beforeUnknown(invariant)], 'stays');
    this.before = stored?.results ?? [];
    this.stateBefore = stored?.state ?? null;
  }

  /**
   * Asks everything once the statements have run. Throws where the migration is not to be committed, with `outcome` as
   * that of what has run; gives the error of one that is kept, or null.
   */
  async askAfter(
    place: QueryTransaction,
    outcome: Exclude<ValidationOutcome, 'kept'>,
  ): Promise<InvalidMigration | null> {
    const { verify, invariant } = this.queries;
    const asking = this.#asking(place);
    this.phaseStartedAt = this.#clock();
    this.#startInside();
    const unverified = verify && (await askVerify(verify, place, asking));
    const { asked, failures } =
      invariant && !asking.connection.lost
        ? await askAfter(invariant, this.before, asking)
        : { asked: [], failures: [] };
    this.after = asked;
    this.endedAt = this.#clock();
    const all = unverified ? [unverified, ...failures] : failures;
    const isKept = this.#context.settings.onFailure === 'keep' && !asking.connection.lost;
    if (isKept) return this.#note(all, 'kept');
    this.#throwWhere(all, outcome);
    return null;
  }

  /** Texts that say what came of it, one by one: to run in the transaction that records the migration, behind its row. */
  closingSql(): Promise<readonly string[]> {
    return this.#context.record.closingSql(this);
  }

  /** The same for a migration that was begun with `askBeforeParts`. */
  async closingPartsSql(): Promise<readonly string[]> {
    const texts = await this.closingSql();
    if (!this.queries.invariant) return texts;
    const { ledger } = this.#context;
    return [...texts, forgetResultsSql({ ledger, version: this.migration.file.version })];
  }

  /** Tells what came of it, once the migration is committed, or given up with no transaction open. */
  async conclude(isCommitted: boolean): Promise<void> {
    const { record } = this.#context;
    if (isCommitted) await record.committed(this);
    else if (this.invalid) await record.failed(this);
  }

  /** Nothing is new where `begin` has told it and the statements have not run. */
  #startInside(): void {
    if (this.startedAt !== null && this.phaseStartedAt === null) return;
    this.startedAt ??= this.#clock();
    this.#context.record.startedInside(this);
  }

  #clock(): Date {
    return new Date(this.#context.now());
  }

  #asking(place: QueryTransaction) {
    const { settings, ...context } = this.#context;
    return { ...context, ...settings, place };
  }

  #throwWhere(failures: readonly CheckFailure[], outcome: ValidationOutcome): void {
    const invalid = this.#note(failures, outcome);
    if (invalid) throw new ValidationFailure(invalid);
  }

  #note([first, ...others]: readonly CheckFailure[], outcome: ValidationOutcome): InvalidMigration | null {
    if (!first) return null;
    const failures = [first, ...others] as const;
    this.endedAt = this.#clock();
    this.invalid = {
      failures,
      outcome,
      source: first.source,
      error: validationFailed(this.migration.file, failures, outcome),
    };
    return this.invalid;
  }
}

function beforeUnknown({ path, scan }: NonNullable<MigrationQueries['invariant']>): CheckFailure {
  const place = { file: path.displayPath, source: scan.text, query: null, line: null };
  return checkFailure(
    place,
    'before_unknown',
    'could not be decided: it is not the file that was asked before the migration began',
  );
}
