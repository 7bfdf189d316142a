import { expect, it } from 'vitest';
import { type Check, failed, failedWith, faultOfChecks, ok, warning } from '../../../src/app/doctor/check.js';
import { ConfitureError } from '../../../src/errors.js';

const unreachable = failed('database', 'CONNECT_UNREACHABLE', 'a', null);
const unreadable = failed('files', 'FILES_SYNTAX', 'a', null);

it.each<[string, Check[], number]>([
  ['0 where all is well', [ok('lock', 'free')], 0],
  ['0 where there are only warnings', [warning('lock', 'a', 'b')], 0],
  ['that of the first failure', [ok('lock', 'free'), unreachable, unreadable], 3],
  ['that of the only failure', [warning('lock', 'a', 'b'), unreadable], 4],
])('ends with %s', (_what, checks, exitCode) => {
  expect(faultOfChecks(checks)?.exitCode ?? 0).toBe(exitCode);
});

it('takes message and hint of an error, and passes on what is none of ours', () => {
  const error = new ConfitureError('CONNECT_LOST', 'It is gone.', { hint: 'Try again.' });
  expect(failedWith('database', error)).toEqual({
    name: 'database',
    verdict: 'failed',
    message: 'It is gone.',
    hint: 'Try again.',
    code: 'CONNECT_LOST',
  });
  expect(() => failedWith('database', new TypeError('a bug'))).toThrow('a bug');
});
