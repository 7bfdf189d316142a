import { expect, it } from 'vitest';
import { outcomeTone } from '../../../../../src/server/dashboard/charts/outcomes.js';
import { deliveryState } from '../../../../../src/server/dashboard/screens/deliveries/delivery-state.js';

it.each([
  ['waiting', false, null, 'waiting', 'due'],
  ['waiting', true, null, 'sending', 'running'],
  ['waiting', false, 'it answered 410', 'held', 'waits'],
  ['waiting', true, 'it answered 410', 'sending', 'running'],
  ['delivered', false, 'it answered 410', 'delivered', 'done'],
  ['failed', false, 'it answered 410', 'failed', 'failed'],
  ['discarded', false, null, 'discarded', 'off'],
] as const)(
  'shows a delivery that is %s (sending %s, endpoint off: %s) as %s',
  (state, sending, off, word, tone) => {
    expect(deliveryState({ state, sending, endpoint_disabled: off })).toBe(word);
    expect(outcomeTone(word), 'amber is left to what waits for a person').toBe(tone);
  },
);
