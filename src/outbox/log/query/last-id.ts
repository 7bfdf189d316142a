import { ID_DIGITS } from '../../../events/identifier.js';

const DAY_MS = 86_400_000;
/** Clocks of runners and servers differ by less. */
export const CLOCKS_MS = DAY_MS;

/** The last id of an event that can be made in a millisecond. */
export function lastIdOf(ms: number): string {
  let left = Math.min(Math.max(ms, 0), 2 ** 48 - 1);
  let time = '';
  for (let place = 0; place < 10; place += 1) {
    time = `${ID_DIGITS[left % ID_DIGITS.length]}${time}`;
    left = Math.floor(left / ID_DIGITS.length);
  }
  return `evt_${time}${'z'.repeat(16)}`;
}
