import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverMigrations, readFolder } from '../../../src/migrations/folder/discover.js';
import { failureOf } from '../failure-of.js';
import { folderWith } from '../temp-folder.js';

const sql = 'select 1;';

describe('discoverMigrations', () => {
  it('puts the files of a migration together', () => {
    const dir = folderWith({
      '005_a.up.sql': sql,
      '005_a.down.sql': sql,
      '005_a.verify.sql': sql,
      '005_a.invariant.sql': sql,
    });
    const file = (role: string) => ({
      path: join(dir, `005_a.${role}.sql`),
      displayPath: join('db/migrations', `005_a.${role}.sql`),
    });
    expect(discoverMigrations(dir, { displayDir: 'db/migrations' })).toEqual({
      migrations: [
        {
          version: '005',
          name: '005_a',
          up: file('up'),
          down: file('down'),
          verify: file('verify'),
          invariant: file('invariant'),
        },
      ],
    });
  });

  it('leaves out the parts a migration does not have', () => {
    const dir = folderWith({ '1_a.up.sql': sql });
    expect(discoverMigrations(dir).migrations).toMatchObject([{ down: null, verify: null, invariant: null }]);
  });

  it('orders migrations by the numbers of their versions', () => {
    const dir = folderWith({ '10_a.up.sql': sql, '9_b.up.sql': sql, '100_c.up.sql': sql });
    expect(discoverMigrations(dir).migrations.map(({ version }) => version)).toEqual(['9', '10', '100']);
  });

  it('ignores dot files, files that are no SQL, and folders without any', () => {
    const dir = folderWith({
      '.002_b.up.sql': sql,
      '.old/001_a.up.sql': sql,
      'README.md': '',
      'notes/a.txt': '',
      'node_modules/p/001_a.up.sql': sql,
      '003_c.up.sql~': sql,
    });
    expect(readFolder(dir)).toEqual({ migrations: [], faults: [] });
  });

  it('leaves alone what it is told to, folders included', () => {
    const dir = folderWith({
      'seed.sql': sql,
      'old/deep/001_a.up.sql': sql,
      'drafts/002_b.up.sql': sql,
      '003_c_wip.up.sql': sql,
    });
    const ignore = ['*.sql', '{old,unknown}', 'drafts/**'];
    expect(readFolder(dir, { ignore })).toEqual({ migrations: [], faults: [] });
  });

  it('refuses a folder that is named like a migration', async () => {
    const dir = folderWith({ '001_a.up.sql': sql });
    mkdirSync(join(dir, '003_c.up.sql'));
    expect(await failureOf(() => discoverMigrations(dir))).toMatchObject({ code: 'FILES_UNREADABLE' });
  });

  it('refuses SQL files that belong to no migration, and names them all', async () => {
    const dir = folderWith({
      '001_z.sql': sql,
      '009_x.UP.SQL': sql,
      '014_typo.upp.sql': sql,
      '1_a.up.sql': sql,
      '1_a.invariant.sql': sql,
      '1_b.down.sql': sql,
      '2_c.verify.sql': sql,
      '3_d.up.sql.txt': sql,
      'old/deep/001_a.up.sql': sql,
    });
    const { faults, migrations } = readFolder(dir, { displayDir: 'm' });
    const shown = (name: string) => join('m', name);
    expect(migrations.map(({ name }) => name)).toEqual(['1_a']);
    expect(faults.map(({ code, location }) => [code, location?.file])).toEqual([
      ['FILES_NAME_INVALID', shown('001_z.sql')],
      ['FILES_NAME_INVALID', shown('009_x.UP.SQL')],
      ['FILES_NAME_INVALID', shown('014_typo.upp.sql')],
      ['FILES_ORPHANED', shown('1_b.down.sql')],
      ['FILES_ORPHANED', shown('2_c.verify.sql')],
      ['FILES_NAME_INVALID', shown('3_d.up.sql.txt')],
      ['FILES_MISPLACED', shown('old/deep/001_a.up.sql')],
    ]);
    const error = await failureOf(() => discoverMigrations(dir, { displayDir: 'm' }));
    for (const { location } of faults.slice(1)) expect(error.hint).toContain(location?.file);
  });

  it('looks into a folder that is linked', () => {
    const dir = folderWith({ 'README.md': '' });
    symlinkSync(folderWith({ '001_a.up.sql': sql }), join(dir, 'linked'));
    expect(readFolder(dir).faults).toMatchObject([{ code: 'FILES_MISPLACED' }]);
  });

  it('names both files of a version that is there twice', async () => {
    const dir = folderWith({ '005_a.up.sql': sql, '005_b.up.sql': sql });
    const error = await failureOf(() => discoverMigrations(dir, { displayDir: 'm' }));
    expect(error).toMatchObject({ code: 'FILES_DUPLICATE_VERSION', exitCode: 4 });
    expect(error.message).toContain(join('m', '005_a.up.sql'));
    expect(error.message).toContain(join('m', '005_b.up.sql'));
  });

  it('refuses 5 beside 005', async () => {
    const dir = folderWith({ '005_a.up.sql': sql, '5_b.up.sql': sql });
    const error = await failureOf(() => discoverMigrations(dir));
    expect(error.message).toContain('written 005 and 5');
  });

  it('names a broken file name', async () => {
    const dir = folderWith({ '005.up.sql': sql });
    expect(await failureOf(() => discoverMigrations(dir, { displayDir: 'm' }))).toMatchObject({
      code: 'FILES_NAME_INVALID',
      location: { file: join('m', '005.up.sql') },
    });
  });

  it('says how many more faults there are', async () => {
    const dir = folderWith({ '005.up.sql': sql, '_x.up.sql': sql, '1_a.up.sql': sql, '01_b.up.sql': sql });
    const error = await failureOf(() => discoverMigrations(dir));
    expect(error.hint).toContain('There are 2 more faults');
  });

  it('says how to make a folder that is missing', async () => {
    const error = await failureOf(() =>
      discoverMigrations(join(folderWith(), 'none'), { displayDir: 'none' }),
    );
    expect(error).toMatchObject({
      code: 'FILES_FOLDER_MISSING',
      message: 'There is no migrations folder none.',
    });
    expect(error.hint).toContain('confiture init');
  });

  it('refuses a file in place of the folder', async () => {
    const dir = folderWith({ 'a.txt': '' });
    const error = await failureOf(() => discoverMigrations(join(dir, 'a.txt')));
    expect(error).toMatchObject({
      code: 'FILES_UNREADABLE',
      message: expect.stringContaining('is not a folder'),
    });
  });
});

it('readFolder gives all faults and what is sound beside them', () => {
  const dir = folderWith({ '005.up.sql': sql, '1_a.up.sql': sql, '1_b.up.sql': sql, '2_c.up.sql': sql });
  const { faults, migrations } = readFolder(dir);
  expect(faults.map(({ code }) => code)).toEqual(['FILES_NAME_INVALID', 'FILES_DUPLICATE_VERSION']);
  expect(migrations.map(({ version }) => version)).toEqual(['1', '1', '2']);
});
