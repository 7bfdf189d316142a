import type { Connection, ScriptResult } from '../../database/connection.js';
import { isServerError } from '../../database/server-error.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { QueryBatch } from '../../migrations/parser/statements.js';
import { markSql, type ProgressKey, readProgress, StatementsHash } from '../ledger/progress.js';
import { resumeAt, resumesInTransaction, sessionStatements } from '../plan/resume.js';
import {
  asOwnerSql,
  discardAllSql,
  type SessionSettings,
  unlessReadOnlySql,
} from '../session/session-state.js';
import { dropInvalidIndex } from './invalid-index.js';
import { sendBatch } from './send-batches.js';
import type { IndexName, StatementKind } from './statement-kind.js';

export interface StatementsToRun {
  readonly key: ProgressKey;
  readonly statements: readonly QueryBatch[];
  readonly kinds: readonly StatementKind[];
  readonly signal: AbortSignal;
  readonly settings: SessionSettings;
}

/**
 * The server will not run a statement in one message with its note: a command of an extension, or a block that calls
 * what commits. Nothing of it was kept.
 */
const WANTS_NO_TRANSACTION = new Set(['25001', '2D000']);

/** Goes through a file statement by statement, and keeps the database informed of how far it has come. */
export class StatementRunner {
  readonly results: ScriptResult[] = [];
  /** Start of the statement that is running, or ran last. */
  offset = 0;
  readonly #connection: Connection;
  readonly #migration: LoadedMigration;
  readonly #run: StatementsToRun;
  readonly #texts: readonly string[];
  readonly #hash: StatementsHash;
  #inTransaction = false;
  /** Number of the statement that runs by itself, and was noted as begun. */
  #alone: { readonly index: number; readonly built: IndexName | null } | null = null;

  constructor(connection: Connection, migration: LoadedMigration, run: StatementsToRun) {
    this.#connection = connection;
    this.#migration = migration;
    this.#run = run;
    this.#texts = run.statements.map(({ text }) => text);
    this.#hash = new StatementsHash(this.#texts);
  }

  /** Runs the statements of the file that are not done. */
  async all(): Promise<void> {
    const { key, kinds, statements, signal } = this.#run;
    const progress = await readProgress(this.#connection, key);
    // Before anything is looked for: the file's search_path says where it is.
    for (const text of sessionStatements(this.#migration.scan, this.#texts, progress?.finished ?? 0))
      await this.#connection.run(text);
    const file = { migration: this.#migration, texts: this.#texts, kinds };
    const first = await resumeAt(this.#connection, progress, file);
    if (resumesInTransaction(this.#texts, kinds, first)) {
      await this.#connection.run('begin');
      this.#inTransaction = true;
    }
    for (const [index, statement] of statements.entries()) {
      if (index < first) continue;
      signal.throwIfAborted();
      await this.#step(statement, index);
    }
    if (this.#inTransaction)
      await this.#connection.run(`${unlessReadOnlySql(this.#done(statements.length))}; commit`);
  }

  /**
   * Where the server itself refused a statement that commits alone, it is known not to have taken effect. An index
   * is the exception: the server leaves it there, invalid, and the next run has to find it.
   */
  async noteFailure(error: unknown): Promise<void> {
    const alone = this.#alone;
    if (!alone || alone.built || this.#connection.lost || !isServerError(error)) return;
    await this.#connection.run(this.#done(alone.index)).catch(() => {});
  }

  async #step(statement: QueryBatch, index: number): Promise<void> {
    this.offset = statement.start;
    const kind = this.#run.kinds[index];
    if (kind?.kind === 'control') await this.#control(statement, index);
    else if (this.#inTransaction) this.results.push(await sendBatch(this.#connection, statement));
    else if (kind?.kind === 'alone') await this.#runAlone(statement, index, kind);
    else await this.#withNote(statement, index);
  }

  /** Noted as begun before, because it commits by itself; without lock_timeout, which would end its waiting phase. */
  async #runAlone(
    statement: QueryBatch,
    index: number,
    { command, index: built }: { readonly command: string; readonly index: IndexName | null },
  ): Promise<void> {
    if (built) await dropInvalidIndex(this.#connection, built);
    await this.#connection.run(`${this.#mark(index, index)}; set lock_timeout = 0`);
    this.#alone = { index, built };
    const text = command === 'DISCARD ALL' ? discardAllSql(this.#run.settings) : statement.text;
    this.results.push(await sendBatch(this.#connection, { ...statement, text }));
    const { lockTimeoutMs } = this.#run.settings;
    await this.#connection.run(`set lock_timeout = ${lockTimeoutMs}; ${this.#done(index + 1)}`);
    this.#alone = null;
  }

  /** What a transaction of the file has done is noted with its commit, so that either both are kept or neither. */
  async #control(statement: QueryBatch, index: number): Promise<void> {
    const commits = this.#inTransaction && /^(commit|end)\b/i.test(statement.text);
    if (commits) await this.#connection.run(unlessReadOnlySql(this.#done(index + 1)));
    const result = await sendBatch(this.#connection, statement);
    this.results.push(result);
    this.#inTransaction = result.transaction !== 'idle';
  }

  /**
   * In one message with its note, which makes the two one transaction; without the note where the server refuses that
   * and the file's directive asks for no transaction.
   */
  async #withNote(statement: QueryBatch, index: number): Promise<void> {
    try {
      if (statement.copyData === null) await this.#noteBehind(statement, index);
      else await this.#copyAndNote(statement, index);
    } catch (error) {
      const isWanted = this.#migration.shape.reason?.kind === 'directive';
      if (!isWanted || !isServerError(error) || !WANTS_NO_TRANSACTION.has(error.code)) throw error;
      await this.#runAlone(statement, index, { command: '', index: null });
    }
  }

  async #noteBehind(statement: QueryBatch, index: number): Promise<void> {
    const { statements, transaction } = await this.#connection.run(
      `${statement.text};\n${this.#done(index + 1)}`,
    );
    this.results.push({ statements: statements.slice(0, -NOTE_STATEMENTS), transaction });
  }

  async #copyAndNote(statement: QueryBatch, index: number): Promise<void> {
    await this.#connection.run('begin');
    this.results.push(await sendBatch(this.#connection, statement));
    await this.#connection.run(`${this.#done(index + 1)}; commit`);
  }

  #done(count: number): string {
    return this.#mark(count, null);
  }

  /** Holds for the transaction it stands in: the file may have taken another role. */
  #mark(finished: number, running: number | null): string {
    const finishedHash = this.#hash.ofFirst(finished);
    return `${asOwnerSql(this.#run.settings)}; ${markSql(this.#run.key, { finished, finishedHash, running })}`;
  }
}

/** Statements of a note. */
const NOTE_STATEMENTS = 3;
