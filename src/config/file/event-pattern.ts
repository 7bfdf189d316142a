import { checkPattern } from '../../events/patterns.js';

/** Says why nothing would match a written event type or pattern, or null. */
export function eventFault(pattern: string): string | null {
  const fault = checkPattern(pattern);
  if (fault === undefined) return null;
  const advice =
    fault.nearest === undefined ? 'see docs/events.md for all' : `did you mean "${fault.nearest}"?`;
  return `unknown event type ${JSON.stringify(pattern)}; ${advice}`;
}
