import type { Job } from '../../api/generated.js';

/** What of how many has been done: `214 of 214 deliveries put back`. */
export function jobTitle({
  kind,
  state,
  changed,
  total,
}: Pick<Job, 'kind' | 'state' | 'changed' | 'total'>): string {
  const done = { retry: 'put back', recover: 'put back', replay: 'made', discard: 'given up' }[kind];
  const counted = `${changed.toLocaleString('en')} of ${total.toLocaleString('en')} deliveries ${done}`;
  return state === 'completed' ? counted : `${counted}, ${state}`;
}
