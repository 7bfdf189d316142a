import { createHash } from 'node:crypto';

/** Name and type of a column; both are part of a result. */
export interface ColumnType {
  readonly name: string;
  /** As PostgreSQL writes it, for instance `numeric(10,2)`. */
  readonly type: string;
}

/** The result of an invariant query, as far as it is compared. Holds no value. */
export interface QueryResult {
  readonly columns: readonly ColumnType[];
  readonly isOrdered: boolean;
  readonly rows: number;
  /** SHA-256, in hex, of columns and rows: equal for equal results, whatever the order of rows that have none. */
  readonly sha256: string;
  /** A hash of each row, in the order of the result; null where it has more rows than the limit. */
  readonly rowHashes: readonly string[] | null;
}

/** What the server answers for a result. */
export interface ResultDigest {
  readonly rows: number;
  /** Four parts of the sum of the hashes of all rows, as decimal numbers. */
  readonly sums: readonly string[];
  /** `ROW_HASH_LENGTH` characters a row; null over the limit. */
  readonly hashes: string | null;
}

/** Characters of one row's hash: twelve bytes in base64. */
export const ROW_HASH_LENGTH = 16;

/** Joins the facts known of a result. */
export function queryResult(
  columns: readonly ColumnType[],
  isOrdered: boolean,
  { rows, sums, hashes }: ResultDigest,
): QueryResult {
  const content = JSON.stringify([columns.map(({ name, type }) => [name, type]), isOrdered, rows, sums]);
  return {
    columns,
    isOrdered,
    rows,
    sha256: createHash('sha256').update(content).digest('hex'),
    rowHashes: hashes === null ? null : rowHashesOf(hashes),
  };
}

function rowHashesOf(hashes: string): string[] {
  const count = hashes.length / ROW_HASH_LENGTH;
  return Array.from({ length: count }, (_, index) =>
    hashes.slice(index * ROW_HASH_LENGTH, (index + 1) * ROW_HASH_LENGTH),
  );
}
