import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { cellsTable } from '../faults/steering/cells.js';
import { readText } from './markdown.js';

const FILE = 'docs/lifecycle.md';
const TABLE = /^\| a run that … \|.*\n(?:\|.*\n)*/m;

it('docs/lifecycle.md shows what becomes of a run as the sweep finds it; CONFITURE_WRITE_DOCS=1 writes it', async () => {
  const text = await readText(FILE);
  const renewed = text.replace(TABLE, () => `${cellsTable()}\n`);
  if (process.env.CONFITURE_WRITE_DOCS === '1') await writeFile(FILE, renewed);
  else expect(text).toBe(renewed);
  expect(text).toMatch(TABLE);
});
