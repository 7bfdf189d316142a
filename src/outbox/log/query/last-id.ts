const DAY_MS = 86_400_000;
/** Clocks of runners and servers differ by less. */
export const CLOCKS_MS = DAY_MS;
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** The last id of an event that can be made in a millisecond. */
export function lastIdOf(ms: number): string {
  let left = Math.min(Math.max(ms, 0), 2 ** 48 - 1);
  let time = '';
  for (let place = 0; place < 10; place += 1) {
    time = `${DIGITS[left % 32]}${time}`;
    left = Math.floor(left / 32);
  }
  return `evt_${time}${'z'.repeat(16)}`;
}
