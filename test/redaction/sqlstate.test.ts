import { expect, test } from 'vitest';
import { conditionName, isServerClass } from '../../src/redaction/sqlstate.js';

test.each([
  ['23505', 'UniqueViolation'],
  ['42601', 'SyntaxError'],
  ['42P01', 'UndefinedTable'],
  ['22P02', 'InvalidTextRepresentation'],
  ['22008', 'DatetimeFieldOverflow'],
  ['40P01', 'DeadlockDetected'],
  ['57014', 'QueryCanceled'],
  ['00000', 'SuccessfulCompletion'],
  ['HV00R', 'FdwTableNotFound'],
  ['P0001', 'RaiseException'],
  ['XX002', 'IndexCorrupted'],
  ['23ZZZ', 'IntegrityConstraintViolation'],
  ['ZZ001', 'Error'],
  ['', 'Error'],
  [undefined, 'Error'],
])('calls %s %s', (sqlstate, name) => {
  expect(conditionName(sqlstate)).toBe(name);
});

test('tells classes of the server from invented ones', () => {
  expect([isServerClass('23505'), isServerClass('10608'), isServerClass('ZZ001')]).toEqual([
    true,
    true,
    false,
  ]);
});
