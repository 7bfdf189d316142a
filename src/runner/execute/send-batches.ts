import type { Connection, ScriptResult } from '../../database/connection.js';
import type { Scan } from '../../migrations/parser/scan-result.js';
import type { QueryBatch } from '../../migrations/parser/statements.js';

/** A piece the server refused, and how far it had come with it. */
export interface PieceFailure {
  readonly piece: QueryBatch;
  /** Statements of the piece that were done before the one that failed. */
  readonly done: number;
  readonly error: unknown;
}

/** What came of the pieces of a file: the answers, in order, up to the first failure. */
export interface PiecesOutcome {
  readonly results: readonly ScriptResult[];
  readonly failure: PieceFailure | null;
}

/**
 * Pieces on their way at once. Files of no more are sent whole, so that others can follow before the server has
 * answered; a larger one goes at the server's pace, so that it is never held in memory a second time.
 */
export const PIECES_AHEAD = 8;

/**
 * Sends the pieces of a file inside an open transaction. The first few leave before this returns. After a failure
 * the server refuses what is on its way already, and no more is sent.
 */
export async function sendPieces(
  connection: Connection,
  pieces: readonly QueryBatch[],
): Promise<PiecesOutcome> {
  const flight: Promise<ScriptResult | PieceFailure>[] = [];
  const results: ScriptResult[] = [];
  let failure: PieceFailure | null = null;
  const settle = async (answer: Promise<ScriptResult | PieceFailure>) => {
    const result = await answer;
    if (!('error' in result)) results.push(result);
    else failure ??= result;
  };
  for (const piece of pieces) {
    const oldest = flight.length < PIECES_AHEAD ? undefined : flight.shift();
    if (oldest) await settle(oldest);
    if (failure) break;
    flight.push(sendCounted(connection, piece));
  }
  for (const answer of flight) await settle(answer);
  return { results, failure };
}

async function sendCounted(connection: Connection, piece: QueryBatch): Promise<ScriptResult | PieceFailure> {
  let done = 0;
  try {
    return await sendPiece(connection, piece, () => {
      done += 1;
    });
  } catch (error) {
    return { piece, done, error };
  }
}

/** Sends one piece of a file; pieces may be sent without waiting in between. */
export function sendPiece(
  connection: Connection,
  { text, copyData }: QueryBatch,
  onStatement?: () => void,
): Promise<ScriptResult> {
  return copyData === null
    ? connection.run(text, onStatement)
    : connection.copyIn({ statement: text, data: copyData });
}

/** Offset in the file of the statement that failed. */
export function failedStatement({ statements }: Scan, { piece, done }: Omit<PieceFailure, 'error'>): number {
  return statements[piece.first + done]?.start ?? piece.start;
}

const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY']);

/** Rows written, by the server's command tags. */
export function rowsWritten(results: readonly ScriptResult[]): number {
  return results
    .flatMap(({ statements }) => statements)
    .reduce((sum, { command, rowCount }) => sum + (WRITES.has(command) ? (rowCount ?? 0) : 0), 0);
}
