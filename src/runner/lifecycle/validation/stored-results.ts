import type { Connection } from '../../../database/connection.js';
import { quoteLiteral } from '../../../database/quote.js';
import { hasTable } from '../../../storage/has-table.js';
import { makeMissing } from '../../../storage/schema.js';
import { type Ledger, ledgerName } from '../../ledger/ledger.js';
import type { DatabaseState } from '../certificate/database-state.js';
import type { BeforeResult } from './queries/ask-invariant.js';

/**
 * Results from before a migration that is not one transaction. They outlive the process, so that a later one, which goes
 * on in the middle of the migration, still compares with what was there before it.
 */
const TABLE = 'confiture.invariant_results';

/** Rows of a result up to which the hash of each is stored. */
const MOST_HASHES = 1_000;

/** Which migration is meant. */
export interface ResultsKey {
  readonly ledger: Ledger;
  readonly version: string;
  /** SHA-256 of the file of queries: results of other queries are of no use. */
  readonly checksum: string;
}

/** The stored part of a migration. */
export interface StoredResults {
  readonly results: readonly BeforeResult[];
  readonly state: DatabaseState | null;
}

/** Null where there are none of these queries. */
export async function readStoredResults(
  connection: Connection,
  { checksum, ...key }: ResultsKey,
): Promise<StoredResults | null> {
  if (!(await hasTable(connection, TABLE))) return null;
  const [row] = await connection.query<{ results: string }>(
    `select results from ${TABLE} where ${where(key)} and checksum = ${quoteLiteral(checksum)}`,
  );
  return row ? (JSON.parse(row.results) as StoredResults) : null;
}

/** Stores results in a transaction of their own; call it with the migration lock held. */
export async function storeResults(
  connection: Connection,
  key: ResultsKey,
  { results, state }: StoredResults,
): Promise<void> {
  if (!(await hasTable(connection, TABLE))) await makeMissing(connection);
  const stored = results.map(
    ({ result, durationMs }): BeforeResult => ({
      result: { ...result, rowHashes: result.rows > MOST_HASHES ? null : result.rowHashes },
      durationMs,
    }),
  );
  const values = [
    ledgerName(key.ledger),
    key.version,
    key.checksum,
    JSON.stringify({ results: stored, state } satisfies StoredResults),
  ];
  await connection.query(
    `insert into ${TABLE} (ledger, version, checksum, results) values (${values.map(quoteLiteral).join(', ')})
     on conflict (ledger, version) do update set (checksum, results, taken_at)
       = (excluded.checksum, excluded.results, clock_timestamp())`,
  );
}

/** Text that forgets the results of a migration, to run in the transaction that records it. */
export function forgetResultsSql(key: Omit<ResultsKey, 'checksum'>): string {
  return `delete from ${TABLE} where ${where(key)}`;
}

/** The same for a migration that a person settles; none where no results were ever stored. */
export async function settleResultsSql(
  connection: Connection,
  key: Omit<ResultsKey, 'checksum'>,
): Promise<readonly string[]> {
  return (await hasTable(connection, TABLE)) ? [forgetResultsSql(key)] : [];
}

function where({ ledger, version }: Omit<ResultsKey, 'checksum'>): string {
  return `ledger operator(pg_catalog.=) ${quoteLiteral(ledgerName(ledger))}
    and version operator(pg_catalog.=) ${quoteLiteral(version)}`;
}
