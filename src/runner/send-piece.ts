import type { Connection, ScriptResult } from '../database/connection.js';
import type { SqlPiece } from '../migrations/statements.js';

/** Sends one piece of a file; pieces may be sent without waiting in between. */
export function sendPiece(connection: Connection, { text, copyData }: SqlPiece): Promise<ScriptResult> {
  return copyData === null ? connection.run(text) : connection.copyIn({ statement: text, data: copyData });
}

const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY']);

/** Rows written, by the server's command tags. */
export function rowsWritten(results: readonly ScriptResult[]): number {
  return results
    .flatMap(({ statements }) => statements)
    .reduce((sum, { command, rowCount }) => sum + (WRITES.has(command) ? (rowCount ?? 0) : 0), 0);
}
