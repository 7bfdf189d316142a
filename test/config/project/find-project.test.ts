import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveSettings, type Settings } from '../../../src/app/settings.js';
import { requireDatabase } from '../../../src/config/database-target.js';
import type { FlagValues } from '../../../src/config/options/option-values.js';
import { projectFolder } from '../project-folder.js';

const FILES = {
  '.git/HEAD': '',
  'packages/api/confiture.config.json': '{"migrationsDir":"sql"}',
  'packages/api/src/deep/file': '',
  'packages/web/file': '',
};

interface Run {
  readonly files?: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly flags?: FlagValues;
}

async function settingsIn({
  files = {},
  cwd,
  flags = {},
}: Run): Promise<{ root: string; settings: Settings }> {
  const root = await projectFolder({ ...FILES, ...files });
  return { root, settings: await resolveSettings({ cwd: join(root, cwd), env: {}, flags }) };
}

function directoryOf(settings: Settings): string | null {
  const target = requireDatabase(settings);
  return target.kind === 'embedded' ? target.directory : null;
}

const config = '../api/confiture.config.json';

describe('the folder of the project', () => {
  it.each([
    ['with --config', { cwd: 'packages/web', flags: { config } }],
    ['from a folder below', { cwd: 'packages/api/src/deep' }],
  ])('holds the migrations and the embedded database %s', async (_what, run) => {
    const { root, settings } = await settingsIn(run);
    const project = join(root, 'packages/api');
    expect(settings).toMatchObject({ projectDir: project, migrationsDir: join(project, 'sql') });
    expect(directoryOf(settings)).toBe(join(project, '.confiture/database'));
  });

  it('is the nearest one with db/migrations where there is no config file', async () => {
    const files = { 'packages/web/db/migrations/001_a.up.sql': '', 'packages/web/src/file': '' };
    const { root, settings } = await settingsIn({ files, cwd: 'packages/web/src' });
    expect(settings).toMatchObject({ projectDir: join(root, 'packages/web'), configFile: null });
    expect(settings.migrationsDirDisplay).toBe('../db/migrations');
  });

  it('is the folder of the command where that has db/migrations, whatever lies above', async () => {
    const files = { 'packages/api/src/db/migrations/001_a.up.sql': '' };
    const { root, settings } = await settingsIn({ files, cwd: 'packages/api/src' });
    expect(settings).toMatchObject({ projectDir: join(root, 'packages/api/src'), configFile: null });
  });

  it('is not looked for above the repository', async () => {
    const root = await projectFolder(FILES);
    const cwd = join(root, 'packages/api/src/deep');
    await mkdir(join(root, 'packages/api/src/.git'));
    expect(await resolveSettings({ cwd, env: {}, flags: {} })).toMatchObject({ projectDir: cwd });
  });
});

describe('paths of flags', () => {
  it('begin in the folder of the command', async () => {
    const flags = { migrationsDir: 'other', databaseUrl: 'pglite:data' };
    const { root, settings } = await settingsIn({ cwd: 'packages/api/src', flags });
    expect(settings.migrationsDir).toBe(join(root, 'packages/api/src/other'));
    expect(directoryOf(settings)).toBe(join(root, 'packages/api/src/data'));
  });
});

describe('.env', () => {
  it.each([
    [
      'that of the project',
      'packages/web',
      { 'packages/api/.env': 'A=api', 'packages/web/.env': 'A=web' },
      'api',
    ],
    ['not that of a project beside it', 'packages/web', { 'packages/web/.env': 'A=web' }, undefined],
    ['that of the folder of the command above it, where it has none', '.', { '.env': 'A=root' }, 'root'],
  ])('is %s', async (_what, cwd, files, expected) => {
    const flags = { config: cwd === '.' ? 'packages/api/confiture.config.json' : config };
    const { settings } = await settingsIn({ files, cwd, flags });
    expect(settings.variables.A).toBe(expected);
  });
});
