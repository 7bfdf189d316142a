import { describeThrown } from '../hooks/call/describe-thrown.js';
import type { Reporter } from '../output/reporters/reporter.js';
import { maskText } from '../redaction/redaction.js';
import { maskServerMessage } from '../redaction/server-message.js';
import type { EmitRunEvent, RunEvent } from '../run-events.js';

/** What a program wants to be told while a call goes on. */
export interface LibraryListeners {
  readonly on?: EmitRunEvent;
  readonly onWarning?: (message: string) => void;
}

const nothing = () => {};

/**
 * Prints nothing and tells the listeners. One that throws changes no outcome: it is reported as a warning of the
 * process.
 */
export function libraryReporter({ on = nothing, onWarning = nothing }: LibraryListeners): Reporter {
  const tell = (listener: string, call: () => void) => {
    try {
      call();
    } catch (thrown) {
      process.emitWarning(
        `${listener} of createMigrator failed: ${describeThrown(thrown, maskText)}`,
        'ConfitureWarning',
      );
    }
  };
  return {
    emit: (event: RunEvent) => tell('on', () => on(withoutValues(event))),
    warning: (message) => tell('onWarning', () => onWarning(message)),
    info: nothing,
    result: nothing,
    failure: nothing,
    close: nothing,
  };
}

/** Server messages may hold row values. Without a code that says what they hold, all that is quoted is masked. */
function withoutValues(event: RunEvent): RunEvent {
  if (event.type !== 'server.noticed') return event;
  return { ...event, message: maskServerMessage(event.message, 'P0001') };
}
