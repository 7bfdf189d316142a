import type { Delivery } from '../../api/generated.js';

/** State of a delivery as a word: one that a process is at is being sent, one whose endpoint is switched off is held. */
export function deliveryState({
  state,
  sending,
  endpoint_disabled: disabled,
}: Pick<Delivery, 'state' | 'sending' | 'endpoint_disabled'>): string {
  if (sending) return 'sending';
  return state === 'waiting' && disabled !== null ? 'held' : state;
}
