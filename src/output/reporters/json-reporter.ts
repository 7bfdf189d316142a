import { dispatchRunEvent, type RunListeners } from '../../run-events.js';
import { errorObject } from '../failures/error-json.js';
import { displayLines, displayText } from '../terminal/display-text.js';
import type { Output } from '../terminal/streams.js';
import { blockText } from './activity-text.js';
import { type DocumentDatabase, failureDocument, reportDocument } from './command-document.js';
import { jsonDocument } from './json-document.js';
import { noticeText } from './notice-text.js';
import type { Reporter } from './reporter.js';
import { warningListeners } from './warning-text.js';

/**
 * For programs: exactly one JSON document on stdout, and plain lines for people on stderr. It tells no
 * progress. Where a result has been printed, a later failure goes to stderr as text.
 */
export function createJsonReporter({ stdout, stderr, verbosity, command }: Output): Reporter {
  let isWritten = false;
  let database: DocumentDatabase | null = null;
  let blockerSaid: number | null = null;
  const say = (label: string, message: string) => {
    if (verbosity !== 'quiet') stderr.line(`${label}: ${message}`);
  };
  const write = (document: unknown) => {
    isWritten = true;
    stdout.line(jsonDocument(document));
  };
  const warning = (message: string) => say('Warning', displayLines(message));
  const listeners: RunListeners = {
    ...warningListeners(warning),
    'run.opened'({ database: { host, name }, source }) {
      database = { host, name, source };
    },
    'migration.blocked'({ block }) {
      if (block === null || block.by.pid === blockerSaid) return;
      blockerSaid = block.by.pid;
      say('Blocked', `the migration ${blockText(block)}`);
    },
    'approval.asked'({ approval, command }) {
      say('Approval', displayText(`${approval} is needed; to agree: ${command}`));
    },
    'server.noticed'(notice) {
      const isWarning = notice.severity === 'WARNING';
      if (isWarning || verbosity === 'verbose') say(displayText(notice.severity), noticeText(notice, false));
    },
  };
  return {
    emit: (event) => dispatchRunEvent(listeners, event),
    warning,
    info() {},
    result({ document, error }) {
      if (!isWritten) write(reportDocument({ command, database }, document(), error ?? null));
    },
    failure(error) {
      if (isWritten) stderr.line(`Error: ${displayLines(errorObject(error).message)}`);
      else write(failureDocument({ command, database }, error));
    },
    close() {},
  };
}
