import type { Schedule } from '../../events/endpoint.js';
import type { Outcome } from './outcome.js';

/** `done`: delivered. `retry`: due again where the schedule has an attempt left. `final`: given up, reason stored. */
export type Disposition = 'done' | 'retry' | 'final';

/**
 * What to do with a delivery after an attempt. `sensei` retries everything but 2xx and 410; the other schedules
 * give up at once on a 4xx that would be answered the same way again. What our own policy refuses stays refused
 * until a person changes it, so it is final on every schedule.
 */
export function dispositionOf(schedule: Schedule, outcome: Outcome): Disposition {
  switch (outcome.kind) {
    case 'delivered':
      return 'done';
    case 'refused':
      return 'final';
    case 'unreachable':
      return 'retry';
    case 'rejected':
      if (outcome.gone) return 'final';
      return schedule === 'sensei' || outcome.retryable ? 'retry' : 'final';
  }
}
