import { expect, test } from 'vitest';
import { nearest } from '../../src/text/nearest.js';

const words = ['migration.completed', 'migration.failed', 'slack', 'flat'];

test.each([
  ['migration.complete', 'migration.completed'],
  ['migration.faild', 'migration.failed'],
  ['Migration.Failed', 'migration.failed'],
  ['slakc', 'slack'],
  ['flt', 'flat'],
])('finds what %s was meant to be', (word, meant) => {
  expect(nearest(word, words)).toBe(meant);
});

test.each(['teams', 'x', ''])('offers nothing for %j, which is close to none', (word) => {
  expect(nearest(word, words)).toBeUndefined();
});

test('prefers the closest of several', () => {
  expect(nearest('abcdeg', ['abcdxy', 'abcdef'])).toBe('abcdef');
});
