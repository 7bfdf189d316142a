import type { Reporter } from '../output/reporters/reporter.js';
import type { EmitRunEvent } from '../run-events.js';

const nothing = () => {};

/** Prints nothing and hands run events to a subscriber, which cannot make a run fail: its errors are dropped. */
export function subscriberReporter(subscriber: EmitRunEvent = nothing): Reporter {
  return {
    emit(event) {
      try {
        subscriber(event);
      } catch {
        // The migration is done or not, whatever its observer makes of it.
      }
    },
    warning: nothing,
    info: nothing,
    result: nothing,
    failure: nothing,
    close: nothing,
  };
}
