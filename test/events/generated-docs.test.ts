import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { eventTypes } from '../../src/events/patterns.js';

const run = promisify(execFile);
const generate = (...args: string[]) => run(process.execPath, ['scripts/generate/event-docs.mjs', ...args]);

test('docs/events.md says what the catalogue says', async () => {
  await expect(generate('--check')).resolves.toBeDefined();
  const text = await readFile('docs/events.md', 'utf8');
  for (const type of eventTypes) expect(text).toContain(`\n## ${type}\n`);
});

test('the check refuses a document in which one word differs', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'confiture-docs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'events.md');
  await generate('--out', file);
  await writeFile(file, (await readFile(file, 'utf8')).replace('applied', 'done'));
  await expect(generate('--check', '--out', file)).rejects.toMatchObject({ code: 1 });
});
