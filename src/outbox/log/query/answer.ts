import { attemptErrors } from '../../../hooks/define/attempt-facts.js';

/** What `deliveries.last_answer` holds after an attempt that had no status and did not fail, as those of other hooks. */
export const NO_ANSWER = 'none';

/** The answers that statuses from one to another have, or, for null, those of attempts without a status. */
export function answersFor(status: { readonly from: number; readonly to: number } | null): readonly string[] {
  if (status === null) return [...attemptErrors, NO_ANSWER];
  return Array.from({ length: status.to - status.from + 1 }, (_, index) => String(status.from + index));
}
