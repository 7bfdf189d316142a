import { expect, it } from 'vitest';
import {
  lostText,
  missedText,
} from '../../../../../src/server/dashboard/screens/endpoints/question-texts.js';

const counted = (count: number, capped = false) => ({ count, capped });

it.each([
  ['send again what it missed', undefined],
  ['nothing is sent again: it has missed nothing', { failed: counted(0), waiting: counted(0) }],
  ['send again the delivery that failed or waits', { failed: counted(1), waiting: counted(0) }],
  [
    'send again 1,234 deliveries that failed or wait, ten a second',
    { failed: counted(1200), waiting: counted(34) },
  ],
  [
    'send again 10,001 or more deliveries that failed or wait, ten a second',
    { failed: counted(10_000, true), waiting: counted(1) },
  ],
])('a probe says what it sends again: %s', (text, statistics) => {
  expect(missedText(statistics)).toBe(text);
});

it.each([
  [null, undefined],
  [null, counted(0)],
  ['the delivery that waits for it', counted(1)],
  ['7 deliveries that wait for it', counted(7)],
  ['10,000 or more deliveries that wait for it', counted(10_000, true)],
])('a removal says what is lost with the endpoint: %s', (text, waiting) => {
  expect(lostText(waiting && { waiting })).toBe(text);
});

it('counts nothing where only a part of what was missed is sent again', () => {
  const statistics = { failed: counted(200), waiting: counted(14) };
  expect(missedText(statistics, '24h')).toBe('send again what it missed since “24h”, ten a second');
});
