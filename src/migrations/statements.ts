import type { Range, Scan, Statement } from './scan-result.js';

/** SQL to send as one query message. */
export interface SqlPiece {
  readonly text: string;
  /** Offset of `text` in the file, for positions the server reports. */
  readonly start: number;
  /** Line of `text` in the file, from 1. */
  readonly line: number;
  /** What to answer the server's request for COPY data with; null where it makes none. */
  readonly copyData: string | null;
}

/** The statements one by one, for files that cannot run in a transaction. Comments between them are left out. */
export function statementsOf(scan: Scan): SqlPiece[] {
  return scan.statements.map((statement) => piece(scan, statement, statement));
}

/**
 * The statements in the fewest pieces that can be sent: one for a plain file, none for one without statements. Cut
 * at lines for psql, and around each COPY that reads data, which is a piece of its own.
 */
export function batchesOf(scan: Scan): SqlPiece[] {
  const batches: SqlPiece[] = [];
  let first: Statement | undefined;
  let skipped = 0;
  for (const [index, statement] of scan.statements.entries()) {
    first ??= statement;
    while (startsBefore(scan.skipped[skipped], statement.end)) skipped++;
    const next = scan.statements[index + 1];
    if (next !== undefined && !isCutBetween(statement, next, scan.skipped[skipped])) continue;
    batches.push(piece(scan, first, statement));
    first = undefined;
  }
  return batches;
}

function isCutBetween(statement: Statement, next: Statement, skipped: Range | undefined): boolean {
  return statement.copyData !== null || next.copyData !== null || startsBefore(skipped, next.start);
}

function startsBefore(range: Range | undefined, offset: number): boolean {
  return range !== undefined && range.start < offset;
}

function piece({ text }: Scan, first: Range & { readonly line: number }, last: Statement): SqlPiece {
  const { copyData } = last;
  return {
    text: text.slice(first.start, last.end),
    start: first.start,
    line: first.line,
    copyData: copyData === null ? null : text.slice(copyData.start, copyData.end),
  };
}
