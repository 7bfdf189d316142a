import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { routes } from '../../../src/server/routes.js';

const run = promisify(execFile);
const generate = (...args: string[]) => run(process.execPath, ['scripts/generate/api-docs.mjs', ...args]);

test('docs/api.md says what the routes say', async () => {
  await expect(generate('--check')).resolves.toBeDefined();
  const text = await readFile('docs/api.md', 'utf8');
  for (const { operationId } of routes) expect(text).toContain(`\n### ${operationId}\n`);
});

test('the check refuses a page in which one scope differs', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'confiture-docs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'api.md');
  await generate('--out', file);
  await writeFile(file, (await readFile(file, 'utf8')).replace('scope `read`', 'scope `manage`'));
  await expect(generate('--check', '--out', file)).rejects.toMatchObject({ code: 1 });
});
