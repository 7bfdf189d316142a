import { expect, it } from 'vitest';
import { endsSession } from '../../src/database/server-error.js';

function serverError(code: string, severity: string): Error {
  return Object.assign(new Error('invented'), { code, severity });
}

it.each([
  ['57P01', 'FATAL'],
  ['57P01', 'ВАЖНО'],
  ['57P02', 'PANIC'],
  ['25P03', 'FATAL'],
  ['08006', 'FATAL'],
  ['08P01', 'FATAL'],
])('takes %s of severity %s for the end of the session', (code, severity) => {
  expect(endsSession(serverError(code, severity))).toBe(true);
});

it.each([
  ['08001', 'ERROR'],
  ['08006', 'ERROR'],
  ['57P01', 'ERROR'],
  ['23505', 'ERROR'],
  ['53300', 'FATAL'],
])('takes %s of severity %s for the failure of a statement', (code, severity) => {
  expect(endsSession(serverError(code, severity))).toBe(false);
});

it('takes an error that is not of the server for none of this', () => {
  expect(endsSession(new Error('socket hang up'))).toBe(false);
});
