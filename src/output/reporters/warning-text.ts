import type { RunEventOf, RunListeners, RunWarning } from '../../run-events.js';
import { formatCount } from '../terminal/wording.js';

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
    case 'approval-needed':
      return `the run needs ${formatCount(warning.count, 'approval')} before it begins: ${warning.reasons.join(' ')}`;
    case 'undone-separately':
      return `${warning.file} cannot share a transaction with others, so each migration is undone by itself: after a failure those before it stay undone`;
    case 'finding': {
      const place = warning.line === null ? warning.file : `${warning.file}, line ${warning.line}`;
      return `${place}: ${warning.message} ${warning.hint}`;
    }
  }
}

/** Calls `warn` with a sentence for each event that is a warning. */
export function warningListeners(warn: (sentence: string) => void): RunListeners {
  return {
    'run.warned': ({ warning }) => warn(warningText(warning)),
    'migration.retrying': ({ name, sqlstate, attempt, waitMs }) =>
      warn(`${name}: SQLSTATE ${sqlstate}, trying again in ${waitMs} ms (retry ${attempt})`),
    'connection.lost': () => warn('the connection was lost: the ledger is asked what was committed'),
    'hook.failed': ({ hook, phase, message }) =>
      warn(
        `hook ${hook} ${phase === null ? 'could not make its messages' : `failed in ${phase}`}: ${message}`,
      ),
    'endpoint.disabled': ({ endpoint, reason }) =>
      warn(
        `endpoint ${endpoint} is switched off: ${reason}. What is stored for it waits: \`confiture webhooks enable ${endpoint}\` switches it on again.`,
      ),
    'endpoint.flooded': ({ endpoint, messages, setting }) =>
      warn(
        `${messages} messages of this run go to ${endpoint}. Set ${setting} to run.completed,run.failed for one message a run.`,
      ),
    'outbox.unavailable': ({ message }) =>
      warn(
        `the outbox cannot be worked with at the moment: ${message}. Nothing is lost: what is not sent waits for the next run, \`confiture webhooks deliver\` or a worker.`,
      ),
    'record.rejected': ({ record, reason }) =>
      warn(`${record} is malformed and set aside: ${reason}. \`confiture doctor\` lists what is set aside.`),
    'event.spooled': ({ eventType, folder, message }) =>
      warn(
        `${eventType} could not be stored in the database (${message}); it is kept in ${folder} and sent by the next command here that can store it`,
      ),
    'event.lost': (event) => warn(lostText(event)),
  };
}

function lostText(event: RunEventOf<'event.lost'>): string {
  const { eventType, migration, endpoints, folder, databaseMessage, folderMessage } = event;
  const what = migration === null ? eventType : `${eventType} of ${migration}`;
  return `${what} is lost to ${endpoints.join(', ')}: it could not be stored in the database (${databaseMessage}), and ${folder} cannot be written (${folderMessage}). Nobody will be told but you.`;
}
