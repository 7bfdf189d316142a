import type { MigrationRetry, RunWarning } from '../../run-events.js';

/** One sentence about the files of a run. */
export function warningText(warning: RunWarning): string {
  switch (warning.kind) {
    case 'files-missing':
      return `applied, but the file is missing: ${warning.names.join(', ')}`;
    case 'out-of-order':
      return `out of order, older than what is applied: ${warning.names.join(', ')}`;
    case 'file-empty':
      return `${warning.name} holds no statement: it counts as applied and changes nothing (\`-- confiture: empty\` in it says that this is meant)`;
    case 'own-transaction':
      return `${warning.name} runs outside of a transaction, statement by statement, because of ${warning.command} in line ${warning.line}: after a failure what the file has committed stays`;
    case 'undone-separately':
      return `${warning.file} cannot share a transaction with others, so each migration is undone by itself: after a failure those before it stay undone`;
    case 'finding': {
      const place = warning.line === null ? warning.file : `${warning.file}, line ${warning.line}`;
      return `${place}: ${warning.message} ${warning.hint}`;
    }
  }
}

/** `005_add: SQLSTATE 55P03, trying again in 310 ms (retry 1)`. */
export function retryText({ name, sqlstate, attempt, waitMs }: MigrationRetry): string {
  return `${name}: SQLSTATE ${sqlstate}, trying again in ${waitMs} ms (retry ${attempt})`;
}

export const LOST_TEXT = 'the connection was lost: the ledger is asked what was committed';
