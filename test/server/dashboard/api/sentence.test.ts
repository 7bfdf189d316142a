import { expect, it } from 'vitest';
import { sentence } from '../../../../src/server/dashboard/api/sentence.js';

it.each([
  ['there is no run run_01', 'There is no run run_01.'],
  ['apr_01m8c0 is stale', 'apr_01m8c0 is stale.'],
])('makes %j the sentence %j', (text, expected) => {
  expect(sentence(text)).toBe(expected);
});
