import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { collectIssues } from '../../src/config/issues.js';
import { optionValues } from '../../src/config/options/option-values.js';

const view = { variables: {}, variablesFromFile: new Set<string>() };
const defaults = Object.entries(optionValues({ flags: {}, view, config: {} }, collectIssues()));

it('the options of createMigrator say the defaults that the descriptors have', async () => {
  const text = await readFile('src/app/migrator-options.ts', 'utf8');
  const said = [...text.matchAll(/Default (\d[\d,]*)\. \*\/\n {2}readonly (\w+)\?:/g)];
  expect(said.length).toBeGreaterThan(3);
  for (const [, value = '', name] of said)
    expect([name, Number(value.replaceAll(',', ''))]).toEqual(defaults.find(([known]) => known === name));
});

it('the example of a configuration shows the default where it says that it does', async () => {
  const text = await readFile('confiture.config.example.ts', 'utf8');
  const said = [...text.matchAll(/This is the default\.\n +(\w+): ('[^']*'|[\d_]+|true|false),/g)];
  const known = said.flatMap(([, name, value = '']) => {
    const found = defaults.find(([each]) => each === name);
    return found ? [[name, value.replaceAll(/['_]/g, ''), String(found[1])]] : [];
  });
  expect(known.length).toBeGreaterThan(8);
  for (const [name, value, wanted] of known) expect([name, value]).toEqual([name, wanted]);
});
