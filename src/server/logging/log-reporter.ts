import type { Reporter } from '../../output/reporters/reporter.js';
import type { RunEvent } from '../../run-events.js';
import type { LogFacts, ServerLog } from './server-log.js';

const nothing = () => {};

/** Tells the log what the worker does and what keeps events from their endpoints. */
export function logReporter(log: ServerLog): Reporter {
  return {
    emit: (event) => tell(log, event),
    warning: (message) => log.warn(message),
    info: (message) => log.info(message),
    result: nothing,
    failure: nothing,
    close: nothing,
  };
}

function tell(log: ServerLog, event: RunEvent): void {
  switch (event.type) {
    case 'delivery.finished':
      log.info(event.type, {
        endpoint: event.endpoint,
        event_type: event.eventType,
        outcome: event.outcome,
        ok: event.ok,
      });
      break;
    case 'deliveries.stopping':
      log.info(event.type, { in_flight: event.inFlight, grace_ms: event.graceMs });
      break;
    case 'hook.failed':
    case 'endpoint.disabled':
    case 'outbox.unavailable':
    case 'record.rejected':
    case 'event.spooled':
    case 'event.lost':
      log.warn(event.type, factsOf(event));
  }
}

/** The plain fields of an event, in the spelling of the log. */
function factsOf({ type: _type, ...fields }: RunEvent): LogFacts {
  const plain = Object.entries(fields).filter(([, value]) => typeof value !== 'object' || value === null);
  return Object.fromEntries(
    plain.map(([name, value]) => [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  ) as LogFacts;
}
