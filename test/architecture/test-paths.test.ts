import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const LISTS = [
  'vitest.config.ts',
  'CONTRIBUTING.md',
  ...filesIn('scripts', '.mjs'),
  ...filesIn('docs', '.md'),
];

it.each(LISTS)('%s names only tests that are there', (file) => {
  const named = readFileSync(file, 'utf8').match(/\btest\/[\w./-]+\.test\.ts\b/g) ?? [];
  expect(named.filter((each) => !existsSync(each))).toEqual([]);
});

it('lists of tests name some', () => {
  expect(readFileSync('vitest.config.ts', 'utf8')).toMatch(/'test\/[\w./-]+\.test\.ts'/);
});

function filesIn(folder: string, end: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => path.posix.join(folder, name));
}
