import type { Connection, ScriptResult } from '../../database/connection.js';
import type { Scan } from '../../migrations/parser/scan-result.js';
import type { QueryBatch } from '../../migrations/parser/statements.js';

/** A batch the server refused, and how far it had come with it. */
export interface BatchFailure {
  readonly batch: QueryBatch;
  /** Statements of the batch that were done before the one that failed. */
  readonly done: number;
  readonly error: unknown;
}

/** What came of the batches of a file: the answers, in order, up to the first failure. */
export interface BatchesOutcome {
  readonly results: readonly ScriptResult[];
  readonly failure: BatchFailure | null;
}

/**
 * Batches on their way at once. Files of no more are sent whole, so that others can follow before the server has
 * answered; a larger one goes at the server's pace, so that it is never held in memory a second time.
 */
export const BATCHES_AHEAD = 8;

/**
 * Sends the batches of a file inside an open transaction. The first few leave before this returns. After a failure
 * the server refuses the batches on their way, and no more is sent.
 */
export async function sendBatches(
  connection: Connection,
  batches: readonly QueryBatch[],
): Promise<BatchesOutcome> {
  const flight: Promise<ScriptResult | BatchFailure>[] = [];
  const results: ScriptResult[] = [];
  let failure: BatchFailure | null = null;
  const settle = async (answer: Promise<ScriptResult | BatchFailure>) => {
    const result = await answer;
    if (!('error' in result)) results.push(result);
    else failure ??= result;
  };
  for (const batch of batches) {
    const oldest = flight.length < BATCHES_AHEAD ? undefined : flight.shift();
    if (oldest) await settle(oldest);
    if (failure) break;
    flight.push(sendCounted(connection, batch));
  }
  for (const answer of flight) await settle(answer);
  return { results, failure };
}

async function sendCounted(connection: Connection, batch: QueryBatch): Promise<ScriptResult | BatchFailure> {
  let done = 0;
  try {
    return await sendBatch(connection, batch, () => {
      done += 1;
    });
  } catch (error) {
    return { batch, done, error };
  }
}

/** Sends one batch of a file; batches may be sent without waiting in between. */
export function sendBatch(
  connection: Connection,
  { text, copyData }: QueryBatch,
  onStatement?: () => void,
): Promise<ScriptResult> {
  return copyData === null
    ? connection.run(text, onStatement)
    : connection.copyIn({ statement: text, data: copyData });
}

/** Offset in the file of the statement that failed. */
export function failedStatement({ statements }: Scan, { batch, done }: Omit<BatchFailure, 'error'>): number {
  return statements[batch.first + done]?.start ?? batch.start;
}

/** Command tags of statements that write rows. */
export const WRITES: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY']);

/** Rows written, by the server's command tags. */
export function rowsWritten(results: readonly ScriptResult[]): number {
  return results
    .flatMap(({ statements }) => statements)
    .reduce((sum, { command, rowCount }) => sum + (WRITES.has(command) ? (rowCount ?? 0) : 0), 0);
}
