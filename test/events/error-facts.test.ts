import { expect, test } from 'vitest';
import { errorFacts } from '../../src/events/error-facts.js';

test('gives class, code, masked message and place', () => {
  const source = {
    message: 'invalid input syntax for type integer: "x"',
    sqlstate: '22P02',
    file: 'a.sql',
    line: 3,
  };
  expect(errorFacts(source)).toEqual({
    type: 'InvalidTextRepresentation',
    message: 'invalid input syntax for type integer: "***"',
    sqlstate: '22P02',
    file: 'a.sql',
    line: 3,
  });
});

test('leaves out what is not known', () => {
  expect(errorFacts({ message: 'connection lost', sqlstate: undefined })).toEqual({
    type: 'Error',
    message: 'connection lost',
  });
});

test('applies the patterns and keys of the user', () => {
  const { message } = errorFacts({ message: 'iban=DE1 for EMP-1', patterns: [/EMP-\d/], keys: ['iban'] });
  expect(message).toBe('iban=*** for ***');
});

test('cuts a long message after masking it', () => {
  const { message } = errorFacts({ message: `password=${'x'.repeat(5000)} ${'word '.repeat(5000)}` });
  expect([message.length <= 1000, message.startsWith('password=*** word'), message.endsWith('…')]).toEqual([
    true,
    true,
    true,
  ]);
});
