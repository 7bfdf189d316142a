import { expect, it } from 'vitest';
import { ignoring } from '../../../src/migrations/folder/ignored-files.js';

it.each([
  ['seed.sql', 'seed.sql', true],
  ['seed.sql', 'seedxsql', false],
  ['seed.sql', 'old/seed.sql', false],
  ['./seed.sql', 'seed.sql', true],
  ['*.sql', '001_a.sql', true],
  ['*.sql', 'old/001_a.sql', false],
  ['00?_*.sql', '001_a.sql', true],
  ['**/*.sql', '001_a.sql', true],
  ['**/*.sql', 'a/b/c.sql', true],
  ['old', 'old/a/b.sql', true],
  ['old/', 'old/a/b.sql', true],
  ['old/**', 'old/a.sql', true],
  ['old/**/b.sql', 'old/b.sql', true],
  ['old/**/b.sql', 'old/x/y/b.sql', true],
  ['old', 'older/a.sql', false],
  ['(a)+[b].sql', '(a)+[b].sql', true],
])('by %j takes %j: %s', (pattern, path, expected) => {
  expect(ignoring([pattern])(path)).toBe(expected);
});

it('ignores nothing without patterns', () => {
  expect(ignoring([])('seed.sql')).toBe(false);
});
