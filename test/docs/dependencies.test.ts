import { expect, it } from 'vitest';
import { readText, tableRows } from './markdown.js';

it('docs/dependencies.md gives a reason for exactly the dependencies of package.json', async () => {
  const { dependencies, devDependencies } = JSON.parse(await readText('package.json'));
  const rows = tableRows(await readText('docs/dependencies.md'));
  expect(rows.map(([name]) => name)).toEqual(
    [dependencies, devDependencies].flatMap((group) => Object.keys(group).map((name) => `\`${name}\``)),
  );
  expect(rows.filter(([, reason = '']) => reason === '')).toEqual([]);
});
