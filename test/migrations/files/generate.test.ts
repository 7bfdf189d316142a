import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateMigration } from '../../../src/migrations/files/generate.js';
import { discoverMigrations } from '../../../src/migrations/folder/discover.js';
import { scan } from '../../../src/migrations/parser/scan.js';
import { failureOf } from '../failure-of.js';
import { folderWith } from '../temp-folder.js';

const now = new Date('2026-03-04T05:06:07Z');

describe('generateMigration', () => {
  it('writes a pair that discovery finds', async () => {
    const dir = folderWith();
    const made = await generateMigration({ dir, displayDir: 'm', name: 'Add payments', now });
    expect(made).toMatchObject({
      version: '001',
      name: '001_add_payments',
      up: { path: join(dir, '001_add_payments.up.sql'), displayPath: join('m', '001_add_payments.up.sql') },
    });
    expect(discoverMigrations(dir, { displayDir: 'm' }).migrations).toMatchObject([
      { up: made.up, down: made.down },
    ]);
  });

  it('goes on in the style of the folder', async () => {
    const dir = folderWith({ '0009_a.up.sql': '' });
    expect((await generateMigration({ dir, name: 'b', now })).name).toBe('0010_b');
  });

  it('takes timestamps on request', async () => {
    const made = await generateMigration({ dir: folderWith(), name: 'b', now, numbering: 'timestamp' });
    expect(made.name).toBe('20260304050607_b');
  });

  it('writes files without statements, directives or problems', async () => {
    const { up, down } = await generateMigration({ dir: folderWith(), name: 'b', now });
    for (const { path } of [up, down]) {
      expect(scan(readFileSync(path, 'utf8'))).toMatchObject({
        statements: [],
        problems: [],
        directives: new Map(),
      });
    }
  });

  it.each(['', '---', '/'])('refuses the name %j', async (name) => {
    const dir = folderWith();
    expect(await failureOf(() => generateMigration({ dir, name, now }))).toMatchObject({
      code: 'FLAG_INVALID',
    });
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each(['x'.repeat(250), '表'.repeat(90)])('refuses a name that is too long for a file', async (name) => {
    expect(await failureOf(() => generateMigration({ dir: folderWith(), name, now }))).toMatchObject({
      code: 'FLAG_INVALID',
      message: expect.stringContaining('too long'),
    });
  });

  it('overwrites nothing, and takes back the first file where the second cannot be written', async () => {
    const dir = folderWith({ '001_b.down.sql': 'kept' });
    const error = await failureOf(() => generateMigration({ dir, displayDir: 'm', name: 'b', now }));
    expect(error).toMatchObject({ code: 'FILES_EXIST', location: { file: join('m', '001_b.down.sql') } });
    expect(readdirSync(dir)).toEqual(['001_b.down.sql']);
    expect(readFileSync(join(dir, '001_b.down.sql'), 'utf8')).toBe('kept');
  });

  it('says where the folder is missing', async () => {
    const dir = join(folderWith(), 'none');
    expect(await failureOf(() => generateMigration({ dir, name: 'b', now }))).toMatchObject({
      code: 'FILES_FOLDER_MISSING',
    });
  });

  it('does its work beside broken files', async () => {
    const dir = folderWith({ '005.up.sql': '', '1_a.up.sql': '', '1_b.up.sql': '' });
    writeFileSync(join(dir, 'seed.sql'), '');
    expect((await generateMigration({ dir, name: 'c', now })).version).toBe('2');
  });
});
