import { expect, it } from 'vitest';
import { Window } from '../../../../src/runner/execute/pacing/window.js';

function filesAtOnce(window: Window): number {
  let count = 0;
  while (window.hasRoom(new Array(count).fill(10), 10)) count += 1;
  return count;
}

it('lets twelve files be on their way, or four million characters', () => {
  const window = new Window();
  expect(filesAtOnce(window)).toBe(12);
  expect(window.hasRoom([3_999_990], 10)).toBe(true);
  expect(window.hasRoom([3_999_990], 11)).toBe(false);
});

it('lets one file go after a slow one, and twice as many after each quick one', () => {
  const window = new Window();
  window.settled(201);
  const sizes = [filesAtOnce(window)];
  for (let quick = 0; quick < 5; quick += 1) {
    window.settled(200);
    sizes.push(filesAtOnce(window));
  }
  expect(sizes).toEqual([1, 2, 4, 8, 12, 12]);
});
