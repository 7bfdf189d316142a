import { transactionCommand } from '../analysis/transaction-control.js';
import type { Scan, Statement } from '../parser/scan-result.js';

/** Statements that leave nothing behind, whether or not they are rolled back. */
const LEAVES_NOTHING = new Set(['SET', 'RESET', 'SHOW', 'SAVEPOINT', 'RELEASE', 'ROLLBACK']);

/**
 * The ROLLBACK with which a file undoes all that it did, so that recording it as applied would be false; undefined for
 * a file that keeps something, or does nothing.
 */
export function rollbackOfAll({ statements }: Scan): Statement | undefined {
  let pending = 0;
  let kept = 0;
  let last: Statement | undefined;
  for (const statement of statements) {
    const command = transactionCommand(statement.words);
    if (command === 'ROLLBACK' || command === 'ABORT') {
      if (pending > 0) last = statement;
      pending = 0;
    } else if (command !== undefined) {
      kept += pending;
      pending = 0;
    } else if (!LEAVES_NOTHING.has(statement.words[0] ?? '')) pending += 1;
  }
  return kept + pending === 0 ? last : undefined;
}
