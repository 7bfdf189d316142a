import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFileNames, findConfigFile } from '../../../src/config/file/find-file.js';
import { failureOf } from '../failure.js';
import { projectFolder } from '../project-folder.js';

describe('findConfigFile', () => {
  it('finds nothing in a project without a config file', async () => {
    expect(findConfigFile(await projectFolder({ 'README.md': '' }), undefined)).toBeNull();
  });

  it.each(configFileNames.filter((name) => name !== 'package.json'))('finds %s', async (name) => {
    const cwd = await projectFolder({ [name]: '' });
    expect(findConfigFile(cwd, undefined)).toEqual({
      absolute: join(cwd, name),
      display: name,
      ignored: [],
    });
  });

  it('finds package.json with a confiture key', async () => {
    const cwd = await projectFolder({ 'package.json': '{"confiture":{}}' });
    expect(findConfigFile(cwd, undefined)).toMatchObject({ display: 'package.json' });
  });

  it.each(['{"name":"x"}', 'not json', '[]', 'null'])(
    'leaves a package.json alone that holds %s',
    async (content) => {
      expect(findConfigFile(await projectFolder({ 'package.json': content }), undefined)).toBeNull();
    },
  );

  it('prefers the first name and tells the others', async () => {
    const cwd = await projectFolder({
      '.confiturerc': '',
      'confiture.config.js': '',
      'confiture.config.ts': '',
    });
    expect(findConfigFile(cwd, undefined)).toMatchObject({
      display: 'confiture.config.ts',
      ignored: ['confiture.config.js', '.confiturerc'],
    });
  });

  it('does not look into the folder above', async () => {
    const cwd = await projectFolder({ 'confiture.config.json': '{}', 'inner/file': '' });
    expect(findConfigFile(join(cwd, 'inner'), undefined)).toBeNull();
  });

  it('takes the file that the flag names, also elsewhere', async () => {
    const cwd = await projectFolder({ 'confiture.config.json': '{}', 'ops/other.yaml': '' });
    const found = findConfigFile(cwd, 'ops/other.yaml');
    expect(found).toMatchObject({ absolute: join(cwd, 'ops/other.yaml'), display: 'ops/other.yaml' });
  });

  it('refuses a flag that names no file', async () => {
    const cwd = await projectFolder();
    const error = await failureOf(() => findConfigFile(cwd, 'missing.json'));
    expect(error).toMatchObject({
      code: 'CONFIG_NOT_FOUND',
      exitCode: 5,
      location: { file: 'missing.json' },
    });
  });

  it('refuses a flag that names a folder', async () => {
    const cwd = await projectFolder();
    await mkdir(join(cwd, 'ops'));
    expect((await failureOf(() => findConfigFile(cwd, 'ops'))).code).toBe('CONFIG_NOT_FOUND');
  });

  it('says that a project folder is not there', async () => {
    const cwd = await projectFolder();
    expect((await failureOf(() => findConfigFile(join(cwd, 'gone'), undefined))).code).toBe(
      'CONFIG_UNREADABLE',
    );
  });
});
