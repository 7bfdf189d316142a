import { expect, it } from 'vitest';
import { errorCodes, exitCodeOf } from '../../src/errors.js';
import { readText, tableRows } from './markdown.js';

it('docs/errors.md lists every error code with its exit code, in order, and no other', async () => {
  const rows = tableRows(await readText('docs/errors.md'));
  expect(rows.map(([code, exit]) => [code, exit])).toEqual(
    errorCodes.map((code) => [`\`${code}\``, `${exitCodeOf(code)}`]),
  );
});

it('docs/errors.md says what happened for every code', async () => {
  const rows = tableRows(await readText('docs/errors.md'));
  expect(rows.filter(([, , meaning = '']) => meaning === '')).toEqual([]);
});
