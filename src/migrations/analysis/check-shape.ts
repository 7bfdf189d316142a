import type { Scan } from '../parser/scan-result.js';
import type { Classification } from './classify.js';
import type { Finding } from './finding.js';
import { transactionCommand } from './transaction-control.js';

/** Warnings about how an up or down file would run. */
export function checkShape(scan: Scan, shape: Classification, file: string): Finding[] {
  return [...emptiness(scan, file), ...ownTransaction(shape, file), ...mixture(scan, shape, file)];
}

/** True for a file without a statement, or with nothing but BEGIN and COMMIT. */
export function isEmpty({ statements, directives }: Scan): boolean {
  if (directives.has('no-transaction')) return statements.length === 0;
  return statements.every(({ words }) => transactionCommand(words) !== undefined);
}

/** Warns of a file that holds nothing to run. */
export function emptiness(scan: Scan, file: string): Finding[] {
  if (!isEmpty(scan) || scan.directives.has('empty')) return [];
  return [
    {
      severity: 'warning',
      code: 'FILE_EMPTY',
      file,
      message: 'The file holds no statement.',
      hint: 'Write its SQL, delete the file, or say that this is meant with `-- confiture: empty`.',
    },
  ];
}

function ownTransaction({ mode, ownsTransaction: [first] }: Classification, file: string): Finding[] {
  if (mode !== 'transaction' || first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'TRANSACTION_IN_FILE',
      file,
      line: first.line,
      message: `${first.command} takes part of the file out of the transaction that Confiture runs it in.`,
      hint: 'Take the transaction commands out: the file and its row in the ledger are committed together anyway.',
    },
  ];
}

function mixture({ statements }: Scan, { reason }: Classification, file: string): Finding[] {
  if (reason?.kind !== 'command' || statements.length < 2) return [];
  return [
    {
      severity: 'warning',
      code: 'STATEMENTS_NOT_ATOMIC',
      file,
      line: reason.line,
      message: `${reason.command} cannot run in a transaction, so the ${statements.length} statements of this file run one by one: after a failure those before it stay.`,
      hint: 'Give it a migration of its own.',
    },
  ];
}
