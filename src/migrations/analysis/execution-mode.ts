import type { Scan, Statement } from '../parser/scan-result.js';
import type { Classification } from './classify.js';
import { transactionCommand } from './transaction-control.js';

/**
 * How a file is run:
 * - `together`: in one transaction with its ledger row, sent without waiting,
 * - `awaited`: in one transaction as well, but nothing may come before its first statement, because the file
 *   sets properties of its transaction,
 * - `statements`: one by one, because a transaction around them is impossible, unwanted, or the file's own affair.
 */
export type ExecutionMode = 'together' | 'awaited' | 'statements';

export interface RunPlan {
  readonly manner: ExecutionMode;
  /** What is sent: the whole scan, or what stands between a BEGIN and a COMMIT around it. */
  readonly body: Scan;
}

/**
 * Decides how a file is run. A BEGIN and COMMIT around the whole file mean just what is done anyway, so they are
 * left out and the file becomes one with its ledger row; any other transaction of its own is left to the file.
 */
export function mannerOf(scan: Scan, shape: Classification): RunPlan {
  if (shape.mode === 'statements') return { manner: 'statements', body: scan };
  const together = shape.setsTransaction ? 'awaited' : 'together';
  if (shape.ownsTransaction.length === 0) return { manner: together, body: scan };
  if (shape.ownsTransaction.length === 2 && isWrapped(scan.statements)) {
    return { manner: together, body: { ...scan, statements: scan.statements.slice(1, -1) } };
  }
  return { manner: 'statements', body: scan };
}

function isWrapped(statements: readonly Statement[]): boolean {
  const first = statements[0];
  const last = statements.at(-1);
  return first !== undefined && last !== undefined && opens(first) && commits(last);
}

/** Without isolation level or access mode, which would be lost. */
function opens({ words }: Statement): boolean {
  return /^(BEGIN( WORK| TRANSACTION)?|START TRANSACTION)$/.test(words.join(' '));
}

/** Without AND CHAIN, which would begin another transaction. */
function commits({ words }: Statement): boolean {
  return (
    /^(COMMIT|END)( WORK| TRANSACTION)?$/.test(words.join(' ')) && transactionCommand(words) !== undefined
  );
}
