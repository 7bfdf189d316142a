import { expect, it } from 'vitest';
import { isAmong, isSamePerson } from '../../../../src/runner/lifecycle/approval/person.js';

it.each([
  ['ann@laptop', 'ann@server', true],
  ['Ann', 'ann@laptop', true],
  ['7+ann@users.noreply.example', 'ann', true],
  ['ann', 'anna', false],
  ['ben@laptop', 'ann@laptop', false],
])('takes %s and %s for one person: %s', (one, other, isSame) => {
  expect(isSamePerson(one, other)).toBe(isSame);
});

it('finds an actor in a list by the whole name or by the part before the host', () => {
  expect(isAmong('ann@laptop', ['Ann'])).toBe(true);
  expect(isAmong('ann@laptop', ['ann@laptop'])).toBe(true);
  expect(isAmong('ann@laptop', ['ann@server', 'ben'])).toBe(false);
});
