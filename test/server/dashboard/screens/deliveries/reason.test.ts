import { expect, it } from 'vitest';
import {
  adviceText,
  answerText,
  endText,
} from '../../../../../src/server/dashboard/screens/deliveries/reason.js';

const attempt = {
  outcome: 'retry',
  result: 'HTTP 503',
  response_status: 503,
  response_headers: null,
  duration_ms: 10_004,
} as const;

it.each([
  [attempt, 'The receiver answered 503'],
  [{ ...attempt, response_headers: { 'retry-after': '30' } }, 'The receiver answered 503 and asked for 30 s'],
  [
    { ...attempt, response_headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' } },
    'The receiver answered 503',
  ],
  [{ ...attempt, outcome: 'done', response_status: 204 }, 'The receiver accepted it with 204'],
  [{ ...attempt, response_status: null, result: 'no answer within 10 s' }, 'No answer within 10 s'],
  [{ ...attempt, response_status: null, result: 'no answer within the time limit' }, 'No answer within 10 s'],
  [{ ...attempt, outcome: 'done', response_status: null, result: 'stored' }, 'It was sent: stored'],
] as const)('says of %o what came of it', (given, text) => {
  expect(answerText(given)).toBe(text);
});

it.each([
  ['failed', false, '; it is not tried again by itself'],
  ['discarded', false, '; it was given up'],
  ['waiting', true, '; an attempt is being made'],
  ['delivered', false, ''],
] as const)('ends the sentence of a delivery that is %s (sending: %s)', (state, sending, text) => {
  expect(endText({ state, sending })).toBe(text);
});

it.each([
  [null, 'Nothing listens there: start the receiver.', 'Start the receiver.'],
  [null, 'The process that sent was stopped.', 'The process that sent was stopped.'],
  [404, 'There is nothing: correct the URL.', 'There is nothing: correct the URL.'],
  [204, null, ''],
])('says what to do after the answer %o, and nothing twice: %s', (status, advice, text) => {
  expect(adviceText({ response_status: status, advice })).toBe(text);
});
