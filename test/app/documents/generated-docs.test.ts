import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { commandDocuments } from '../../../src/app/documents/schemas/catalog.js';

const run = promisify(execFile);
const generate = (...args: string[]) => run(process.execPath, ['scripts/generate/json-docs.mjs', ...args]);

test('docs/json.md says what the schemas say', async () => {
  await expect(generate('--check')).resolves.toBeDefined();
  const text = await readFile('docs/json.md', 'utf8');
  for (const command of Object.keys(commandDocuments)) expect(text).toContain(`\n## ${command}\n`);
});

test('the check refuses a page in which one key differs', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'confiture-docs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'json.md');
  await generate('--out', file);
  await writeFile(file, (await readFile(file, 'utf8')).replace('`planned`', '`plans`'));
  await expect(generate('--check', '--out', file)).rejects.toMatchObject({ code: 1 });
});
