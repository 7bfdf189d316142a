import { expect, it } from 'vitest';
import { changesReading, escapesAfter } from '../../../src/migrations/parser/reading-mode.js';
import { scan } from '../../../src/migrations/parser/scan.js';

it.each([
  ['set standard_conforming_strings = off', true],
  ["set session standard_conforming_strings to 'off'", true],
  ['SET LOCAL STANDARD_CONFORMING_STRINGS=0', true],
  ['set standard_conforming_strings to false', true],
  ['set standard_conforming_strings = on', false],
  ['set standard_conforming_strings to default', false],
  ['reset standard_conforming_strings', false],
  ['reset all', false],
  ["set client_encoding = 'LATIN1'", undefined],
  ["set names 'UTF8'", undefined],
] as const)('tells from %s how plain strings are read behind it', (text, escapes) => {
  const [statement] = scan(text).statements;
  const words = statement?.words ?? [];
  expect(changesReading(words)).toBe(true);
  expect(escapesAfter(words, text)).toBe(escapes);
});

it.each(['set search_path = off', 'reset work_mem', 'select 1', 'show client_encoding'])(
  'sees in %s nothing that changes the reading',
  (text) => {
    expect(changesReading(scan(text).statements[0]?.words ?? [])).toBe(false);
  },
);

it('lets a backslash escape in plain strings as long as they do not conform', () => {
  const text = String.raw`select 'a\'; set standard_conforming_strings = off; select 'a\';b'; reset all; select 'c\'; select 1`;
  const { statements } = scan(text);
  expect(statements.map(({ start, end }) => text.slice(start, end))).toEqual([
    String.raw`select 'a\'`,
    'set standard_conforming_strings = off',
    String.raw`select 'a\';b'`,
    'reset all',
    String.raw`select 'c\'`,
    'select 1',
  ]);
});
