import type { Scan, Statement } from '../parser/scan-result.js';
import type { Classification } from './classify.js';
import { transactionCommand } from './transaction-control.js';

/**
 * How a file is run:
 * - `pipelined`: in one transaction with its ledger row, sent without waiting,
 * - `transaction`: in one transaction as well, but nothing may come before its first statement, because the file
 *   sets properties of its transaction,
 * - `perStatement`: one by one, because a transaction around them is impossible, unwanted, or the file's own affair,
 * - `phased`: phase by phase, each in one of the ways above.
 */
export type ExecutionMode = 'pipelined' | 'transaction' | 'perStatement' | 'phased';

export interface ExecutionPlan {
  readonly mode: ExecutionMode;
  /** The statements that are sent: the whole scan, or those between a BEGIN and a COMMIT around it. */
  readonly body: Scan;
}

/**
 * Decides how a file is run. A BEGIN and COMMIT around the whole file mean no more than every run does, so they are
 * left out and the file becomes one with its ledger row; any other transaction of its own is left to the file.
 */
export function planExecution(scan: Scan, shape: Classification): ExecutionPlan {
  if (scan.phases !== null) return { mode: 'phased', body: scan };
  if (shape.mode === 'statements') return { mode: 'perStatement', body: scan };
  const inTransaction = shape.setsTransaction ? 'transaction' : 'pipelined';
  if (shape.ownsTransaction.length === 0) return { mode: inTransaction, body: scan };
  if (shape.ownsTransaction.length === 2 && isWrapped(scan.statements)) {
    return { mode: inTransaction, body: { ...scan, statements: scan.statements.slice(1, -1) } };
  }
  return { mode: 'perStatement', body: scan };
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
