import type { Connection, ScriptResult } from '../database/connection.js';
import { quoteLiteral } from '../database/quote.js';
import { isServerError } from '../database/server-error.js';
import type { LoadedMigration } from '../migrations/load-migration.js';
import { type SqlPiece, statementsOf } from '../migrations/statements.js';
import { endTransaction } from './end-transaction.js';
import { dropInvalidIndex } from './invalid-index.js';
import {
  type Direction,
  ensureProgress,
  hashStatements,
  markSql,
  type ProgressKey,
  readProgress,
  unmarkSql,
} from './progress.js';
import { resumeAt, sessionStatements } from './resume.js';
import { sendPiece } from './send-piece.js';
import { discardSql, resetSettingsSql } from './session-state.js';
import { type IndexName, kindsOf, type StatementKind } from './statement-kind.js';
import type { TransactionEnd, Workplace } from './transaction.js';

export interface StatementsRun {
  readonly direction: Direction;
  /** Texts for the ledger and the events, run in one transaction when all statements are done. */
  readonly record: (startedAt: string) => readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Runs a file that cannot run in one transaction: each statement on its own, in order, each noted as done, and the
 * ledger row at the end. After a failure or a kill the next run goes on at the statement that did not end.
 */
export async function runStatements(
  work: Workplace,
  migration: LoadedMigration,
  run: StatementsRun,
): Promise<TransactionEnd> {
  const { connection, settings } = work;
  const walk = await StatementWalk.begin(work, migration, run);
  try {
    await connection.run(discardSql);
    const startedAt = await serverClock(connection);
    await walk.all();
    walk.stage = 'record';
    await connection.run(resetSettingsSql(settings));
    await connection.run(['begin', ...run.record(startedAt), unmarkSql(walk.key), 'commit'].join('; '));
    return { ok: true, body: walk.results };
  } catch (error) {
    await restore(connection, resetSettingsSql(settings));
    await walk.noteFailure(error);
    return { ok: false, error, offset: walk.offset, stage: walk.stage };
  }
}

/** Position in a file, and what is known of it in the database. */
class StatementWalk {
  readonly key: ProgressKey;
  readonly results: ScriptResult[] = [];
  offset = 0;
  stage: 'body' | 'record' = 'body';
  readonly #connection: Connection;
  readonly #migration: LoadedMigration;
  readonly #signal: AbortSignal;
  readonly #lockTimeoutMs: number;
  readonly #statements: readonly SqlPiece[];
  readonly #texts: readonly string[];
  readonly #kinds: readonly StatementKind[];
  #inTransaction = false;
  #index = 0;

  static async begin(
    work: Workplace,
    migration: LoadedMigration,
    run: StatementsRun,
  ): Promise<StatementWalk> {
    const statements = statementsOf(migration.scan);
    const texts = statements.map(({ text }) => text);
    return new StatementWalk(
      work,
      migration,
      run,
      statements,
      await kindsOf(migration.scan.statements, texts),
    );
  }

  private constructor(
    { connection, ledger, settings }: Workplace,
    migration: LoadedMigration,
    { direction, signal }: StatementsRun,
    statements: readonly SqlPiece[],
    kinds: readonly StatementKind[],
  ) {
    this.key = { ledger, version: migration.file.version, direction };
    this.#connection = connection;
    this.#migration = migration;
    this.#signal = signal;
    this.#lockTimeoutMs = settings.lockTimeoutMs;
    this.#statements = statements;
    this.#texts = statements.map(({ text }) => text);
    this.#kinds = kinds;
  }

  async all(): Promise<void> {
    await ensureProgress(this.#connection);
    const progress = await readProgress(this.#connection, this.key);
    const first = await resumeAt(this.#connection, progress, {
      migration: this.#migration,
      texts: this.#texts,
      kinds: this.#kinds,
    });
    for (const text of sessionStatements(this.#migration.scan, this.#texts, first))
      await this.#connection.run(text);
    for (let index = first; index < this.#statements.length; index += 1) {
      this.#signal.throwIfAborted();
      await this.#step(index);
    }
    if (this.#inTransaction) await this.#connection.run('commit');
  }

  async #step(index: number): Promise<void> {
    const piece = this.#statements[index];
    const kind = this.#kinds[index];
    if (!piece || !kind) return;
    this.offset = piece.start;
    this.#index = index;
    if (kind.kind === 'alone' && !this.#inTransaction) await this.#alone(piece, index, kind.index);
    else if (kind.kind === 'control') await this.#control(piece);
    else await this.#withNote(piece, index);
  }

  /** Noted as begun before, because it commits by itself; without lock_timeout, which would end its waiting phase. */
  async #alone(piece: SqlPiece, index: number, built: IndexName | null): Promise<void> {
    if (built) await dropInvalidIndex(this.#connection, built);
    const before = markSql(this.key, { ...this.#finished(index), running: index });
    await this.#connection.run(`${before}; set lock_timeout = 0`);
    this.results.push(await sendPiece(this.#connection, piece));
    await this.#connection.run(`set lock_timeout = ${this.#lockTimeoutMs}; ${this.#done(index)}`);
  }

  async #control(piece: SqlPiece): Promise<void> {
    const result = await sendPiece(this.#connection, piece);
    this.results.push(result);
    this.#inTransaction = result.transaction !== 'idle';
  }

  /** In one message with its note: outside of a transaction of the file's own, the two are committed as one. */
  async #withNote(piece: SqlPiece, index: number): Promise<void> {
    if (piece.copyData !== null) {
      if (!this.#inTransaction) await this.#connection.run('begin');
      this.results.push(await sendPiece(this.#connection, piece));
      await this.#connection.run(`${this.#done(index)}${this.#inTransaction ? '' : '; commit'}`);
      return;
    }
    const { statements, transaction } = await this.#connection.run(`${piece.text};\n${this.#done(index)}`);
    this.results.push({ statements: statements.slice(0, -1), transaction });
  }

  /**
   * Where the server itself refused a statement that commits alone, it is known not to have taken effect. An index
   * is the exception: the server leaves it there, invalid, and the next run has to find it.
   */
  async noteFailure(error: unknown): Promise<void> {
    const kind = this.#kinds[this.#index];
    if (this.#connection.lost || !isServerError(error) || kind?.kind !== 'alone' || kind.index) return;
    await this.#connection
      .run(markSql(this.key, { ...this.#finished(this.#index), running: null }))
      .catch(() => {});
  }

  #done(index: number): string {
    return markSql(this.key, { ...this.#finished(index + 1), running: null });
  }

  #finished(count: number): { finished: number; finishedHash: string } {
    return { finished: count, finishedHash: hashStatements(this.#texts, count) };
  }
}

/** The server's time as SQL text, so that durations never mix two clocks. */
async function serverClock(connection: Connection): Promise<string> {
  const [row] = await connection.query<{ now: string }>('select clock_timestamp()::text as now');
  return `${quoteLiteral(row?.now ?? 'now')}::timestamptz`;
}

async function restore(connection: Connection, reset: string): Promise<void> {
  await endTransaction(connection);
  if (connection.lost) return;
  await connection.run(reset).catch(() => {});
}
