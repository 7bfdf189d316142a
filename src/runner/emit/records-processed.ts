import type { ScriptResult } from '../../database/connection.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { Scan, Statement } from '../../migrations/parser/scan-result.js';
import { rowsWritten, WRITES } from '../execute/send-batches.js';
import type { ExecutionResult } from '../execute/transaction.js';
import type { Timing } from '../run-info.js';

/** What the server has counted in a migration. */
export function rowCounts(
  end: ExecutionResult,
  { plan }: LoadedMigration,
): Pick<Timing, 'rowsAffected' | 'recordsProcessed'> {
  if (!end.ok) return { rowsAffected: null };
  if (end.rows !== undefined) return { rowsAffected: end.rows };
  return { rowsAffected: rowsWritten(end.body), recordsProcessed: recordsProcessed(end.body, plan.body) };
}

/**
 * Rows that went through the statements of `body`, by the server's command tags: those of INSERT, UPDATE, DELETE,
 * MERGE, COPY, SELECT INTO and CREATE TABLE AS. Null where none of these ran: DDL counts nothing, and what a DO block
 * did is not known.
 */
export function recordsProcessed(results: readonly ScriptResult[], body: Scan): number | null {
  const answers = results.flatMap(({ statements }) => statements);
  const isWhole = answers.length === body.statements.length;
  const counts = answers.flatMap(({ command, rowCount }, index) => {
    const statement = isWhole ? body.statements[index] : undefined;
    const counts = WRITES.has(command) || (command === 'SELECT' && fillsTable(statement, body.text));
    return counts ? [rowCount ?? 0] : [];
  });
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

/** The server tags CREATE TABLE AS and SELECT INTO as it tags any SELECT. */
function fillsTable(statement: Statement | undefined, text: string): boolean {
  if (statement === undefined) return false;
  const [first, second] = statement.words;
  if (first === 'CREATE') return second !== 'MATERIALIZED';
  return first === 'SELECT' && hasInto(text.slice(statement.start, statement.end));
}

const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$/g;

function hasInto(statement: string): boolean {
  return /\binto\b/i.test(statement) && /\binto\b/i.test(statement.replace(QUOTED, ' '));
}
