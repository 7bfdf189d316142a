import { expect, it } from 'vitest';
import { valueText } from '../../../../../src/server/dashboard/screens/audit/value-text.js';

it.each([
  ['–', undefined],
  ['–', null],
  ['the host moves', 'the host moves'],
  ['read, operate', ['read', 'operate']],
  ['none', []],
  ['2027-02-24 18:16:43 UTC', '2027-02-24T18:16:43.941Z'],
  ['30000', 30_000],
  ['false', false],
  ['[0,5,30]', [0, 5, 30]],
  ['{"state":"failed"}', { state: 'failed' }],
] as const)('a value of an entry reads as text: %s', (text, value) => {
  expect(valueText(value, 'utc')).toBe(text);
});
