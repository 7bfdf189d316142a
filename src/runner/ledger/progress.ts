import { createHash } from 'node:crypto';
import type { Connection } from '../../database/connection.js';
import { quoteLiteral } from '../../database/quote.js';
import type { Direction } from '../../run-events.js';
import { hasTable } from '../../storage/has-table.js';
import { makeMissing } from '../../storage/schema.js';
import { heldLockSql, type Ledger, ledgerName } from './ledger.js';

/**
 * How far a file that runs statement by statement has come. The ledger lists applied migrations only, so this is kept
 * beside it, in schema `confiture`, and is gone as soon as the file is done:
 *
 *   (no row) ──► running n ──► finished n ──► … ──► (no row, ledger row)
 *                   │
 *                   └── killed: the next run knows that statement n may or may not have taken effect
 */
export interface Progress {
  /** Statements that are done, from the start of the file. */
  readonly finished: number;
  /** SHA-256 of those statements, so that an edit of what has run is noticed. */
  readonly finishedHash: string;
  /** Number of a statement that was begun and not seen to end; null where there is none. */
  readonly running: number | null;
}

/** Which file is meant. */
export interface ProgressKey {
  readonly ledger: Ledger;
  readonly version: string;
  readonly direction: Direction;
}

const TABLE = 'confiture.progress';

/** Makes the table where there is none; call it with the migration lock held. */
export async function ensureProgress(connection: Connection): Promise<void> {
  if (!(await hasTable(connection, TABLE))) await makeMissing(connection);
}

/** What an earlier run left behind, or null. */
export async function readProgress(connection: Connection, key: ProgressKey): Promise<Progress | null> {
  if (!(await hasTable(connection, TABLE))) return null;
  const [row] = await connection.query<{ finished: number; finished_hash: string; running: number | null }>(
    `select finished, finished_hash, running from ${TABLE} where ${isOfFileSql(key)}`,
  );
  return row ? { finished: row.finished, finishedHash: row.finished_hash, running: row.running } : null;
}

/** Files that were interrupted, or failed half-way, and are neither done nor untouched. */
export async function interruptedFiles(
  connection: Connection,
  ledger: Ledger,
): Promise<Pick<ProgressKey, 'version' | 'direction'>[]> {
  if (!(await hasTable(connection, TABLE))) return [];
  return connection.query(
    `select version, direction from ${TABLE} where ledger = ${quoteLiteral(ledgerName(ledger))} order by started_at`,
  );
}

/** Text that notes where a file is. */
export function markSql(key: ProgressKey, { finished, finishedHash, running }: Progress): string {
  const values = `${finished} operator(pg_catalog.+) ${heldLockSql(key.ledger)}, ${quoteLiteral(finishedHash)}, ${running ?? 'null'}`;
  return `insert into ${TABLE} (ledger, direction, version, finished, finished_hash, running)
    values (${quoteLiteral(ledgerName(key.ledger))}, '${key.direction}', ${quoteLiteral(key.version)}, ${values})
    on conflict (ledger, direction, version) do update set (finished, finished_hash, running, updated_at)
      = (excluded.finished, excluded.finished_hash, excluded.running, pg_catalog.clock_timestamp())`;
}

/** Text that forgets a file: it is done, or a person has settled it. */
export function unmarkSql(key: ProgressKey): string {
  return `delete from ${TABLE} where ${isOfFileSql(key)}`;
}

/** Condition for the row of a file. */
export function isOfFileSql({ ledger, version, direction }: ProgressKey): string {
  const columns = { ledger: ledgerName(ledger), direction, version };
  return Object.entries(columns)
    .map(([column, value]) => `${column} operator(pg_catalog.=) ${quoteLiteral(value)}`)
    .join(' and ');
}

/** Identity of the first `count` statements. */
export function hashStatements(texts: readonly string[], count: number): string {
  return new StatementsHash(texts).ofFirst(count);
}

/** The same for counts that only grow, without reading the statements again each time. */
export class StatementsHash {
  readonly #texts: readonly string[];
  readonly #hash = createHash('sha256');
  #count = 0;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  ofFirst(count: number): string {
    for (const text of this.#texts.slice(this.#count, count)) this.#hash.update(text).update('\0');
    this.#count = Math.max(this.#count, count);
    return this.#hash.copy().digest('hex');
  }
}
