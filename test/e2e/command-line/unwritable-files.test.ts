import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runCli } from '../../support/cli.js';
import { runInProcess } from '../../support/cli-in-process.js';
import { fullDisks } from '../../support/full-disk.js';
import { createProject } from '../../support/project.js';
import { createMigratedProject } from '../migrated-project.js';

const [fullDisk] = fullDisks();

it('a certificate that cannot be written ends with exit 5, and an older file stays whole', async () => {
  const project = await createMigratedProject({ runner: runInProcess });
  await project.write('db/migrations/002_second.invariant.sql', 'select count(*) from first;');
  await project.ok('migrate', 'up');
  const { document } = await project.json('certificate', 'list');
  const [{ id }] = document.certificates as [{ id: string }];
  const places: [string, string][] = [
    ['gone/proof.json', 'ENOENT'],
    ['db', 'EISDIR'],
  ];
  if (existsSync('/dev/full')) places.push(['/dev/full', 'ENOSPC']);
  for (const [out, reason] of places) {
    const { exitCode, document } = await project.json('certificate', 'export', id, '--out', out);
    expect(exitCode, out).toBe(5);
    expect(document.error).toMatchObject({
      code: 'FILES_NOT_WRITABLE',
      message: `${out} cannot be written (${reason})`,
      actionable: expect.stringContaining('has room'),
    });
  }
  await project.write('proof.json', 'the older one');
  const disk = await fullDisk?.open(project.dir);
  await disk?.fill();
  const full = await runCli(['certificate', 'export', id, '--out', 'proof.json'], {
    cwd: project.dir,
    env: { CONFITURE_DATABASE_URL: project.database.url },
    ...(disk && { cli: disk.cli() }),
  });
  expect([full.exitCode, full.stderr]).toEqual([
    5,
    expect.stringContaining('proof.json cannot be written (EFBIG)'),
  ]);
  expect(await project.read('proof.json')).toBe('the older one');
  expect((await project.list()).filter((name) => name.startsWith('proof'))).toEqual(['proof.json']);
  await project.ok('certificate', 'export', id, '--out', 'proof.json');
  expect(JSON.parse(await project.read('proof.json'))).toHaveProperty('payload');
});

it('a project that cannot be set up on a full disk ends with exit 5, and holds no half of a file', async () => {
  const project = await createProject();
  const disk = await fullDisk?.open(project.dir);
  await disk?.fill();
  const full = await runCli(['init'], { cwd: project.dir, ...(disk && { cli: disk.cli() }) });
  expect([full.exitCode, full.stderr]).toEqual([
    5,
    expect.stringContaining('confiture.config.js cannot be written (EFBIG)'),
  ]);
  expect(await project.list()).toEqual(['db']);
  expect((await project.run(['init'])).exitCode).toBe(0);
  expect(await project.read('confiture.config.js')).toContain('migrationsDir');
});
