import type { Range, Scan, Statement } from './scan-result.js';

/**
 * Longest text that several statements are sent in, in characters. The server reads a whole text into memory,
 * many times its size, before it runs any of it.
 */
const LONGEST_BATCH = 500_000;

/** SQL to send as one query message. */
export interface QueryBatch {
  readonly text: string;
  /** Offset of `text` in the file, for positions the server reports. */
  readonly start: number;
  /** Line of `text` in the file, from 1. */
  readonly line: number;
  /** Number of its first statement in the file, from 0. */
  readonly first: number;
  /** What to answer the server's request for COPY data with; null where it makes none. */
  readonly copyData: string | null;
}

/** The statements one by one, for files that cannot run in a transaction. Comments between them are left out. */
export function statementsOf(scan: Scan): QueryBatch[] {
  return scan.statements.map((statement, index) => piece(scan, statement, statement, index));
}

/**
 * The statements in the fewest pieces that can be sent: one for a plain file, none for one without statements. Cut
 * at lines for psql, around each COPY that reads data, behind what changes how the server reads, and by size.
 */
export function batchesOf(scan: Scan): QueryBatch[] {
  const batches: QueryBatch[] = [];
  const { statements } = scan;
  let first = 0;
  let skipped = 0;
  for (const [index, statement] of statements.entries()) {
    const opening = statements[first] ?? statement;
    while (startsBefore(scan.skipped[skipped], statement.end)) skipped++;
    const next = statements[index + 1];
    const isFull = next !== undefined && next.end - opening.start > LONGEST_BATCH;
    if (next !== undefined && !isFull && !isCutBetween(statement, next, scan.skipped[skipped])) continue;
    batches.push(piece(scan, opening, statement, first));
    first = index + 1;
  }
  return batches;
}

function isCutBetween(statement: Statement, next: Statement, skipped: Range | undefined): boolean {
  return (
    statement.copyData !== null ||
    next.copyData !== null ||
    statement.changesReading ||
    startsBefore(skipped, next.start)
  );
}

function startsBefore(range: Range | undefined, offset: number): boolean {
  return range !== undefined && range.start < offset;
}

function piece({ text }: Scan, opening: Statement, last: Statement, first: number): QueryBatch {
  const { copyData } = last;
  return {
    text: text.slice(opening.start, last.end),
    start: opening.start,
    line: opening.line,
    first,
    copyData: copyData === null ? null : text.slice(copyData.start, copyData.end),
  };
}
