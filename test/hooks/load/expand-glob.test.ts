import { mkdir, symlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandGlob } from '../../../src/hooks/load/expand-glob.js';
import { projectFolder } from '../project-folder.js';

const tree = {
  'db/hooks/a.ts': '',
  'db/hooks/b.mts': '',
  'db/hooks/.hidden.ts': '',
  'db/hooks/deep/c.ts': '',
  'db/hooks/deep/er/d.ts': '',
  'db/hooks/node_modules/pkg/e.ts': '',
  'db/hooks/.git/f.ts': '',
  'db/hooks/a+b(1).ts': '',
  'db/🍓.ts': '',
};

describe('expandGlob', () => {
  it.each([
    ['./db/hooks/*.ts', ['db/hooks/a+b(1).ts', 'db/hooks/a.ts']],
    ['db/hooks/?.ts', ['db/hooks/a.ts']],
    ['db/hooks/?.*ts', ['db/hooks/a.ts', 'db/hooks/b.mts']],
    [
      'db/hooks/**/*.ts',
      ['db/hooks/a+b(1).ts', 'db/hooks/a.ts', 'db/hooks/deep/c.ts', 'db/hooks/deep/er/d.ts'],
    ],
    ['**/d.ts', ['db/hooks/deep/er/d.ts']],
    ['db/hooks/deep/**', ['db/hooks/deep/c.ts', 'db/hooks/deep/er/d.ts']],
    ['db/**/**/c.ts', ['db/hooks/deep/c.ts']],
    ['db/*/deep/*.ts', ['db/hooks/deep/c.ts']],
    ['db/hooks/.*.ts', ['db/hooks/.hidden.ts']],
    ['db/hooks/.hidden.ts', ['db/hooks/.hidden.ts']],
    ['db/hooks/node_modules/*/e.ts', ['db/hooks/node_modules/pkg/e.ts']],
    ['db/hooks/a+b(1).ts', ['db/hooks/a+b(1).ts']],
    ['db/hooks/a+b(1)*', ['db/hooks/a+b(1).ts']],
    ['db/hooks/../?.ts', ['db/🍓.ts']],
    ['db/*', ['db/🍓.ts']],
    ['db/hooks', []],
    ['db/hooks/a.ts/*', []],
    ['nowhere/**/*.ts', []],
    ['', []],
  ])('finds for %s', async (pattern, expected) => {
    const folder = await projectFolder(tree);
    const found = await expandGlob(pattern, folder);
    expect(found.map((file) => relative(folder, file).split(sep).join('/'))).toEqual(expected);
  });

  it('takes an absolute pattern as it is', async () => {
    const folder = await projectFolder(tree);
    expect(await expandGlob(`${folder}/db/hooks/?.ts`, '/')).toEqual([join(folder, 'db/hooks/a.ts')]);
  });

  it('ends in a folder that links to its own parent', async () => {
    const folder = await projectFolder({ 'hooks/a.ts': '' });
    await symlink(join(folder, 'hooks'), join(folder, 'hooks', 'again'), 'dir');
    expect(await expandGlob('hooks/**/*.ts', folder)).toEqual([join(folder, 'hooks/a.ts')]);
  });

  it('follows a linked file and passes over a dangling link and a folder', async () => {
    const folder = await projectFolder({ 'real/a.ts': '' });
    await mkdir(join(folder, 'hooks/folder.ts'), { recursive: true });
    await symlink(join(folder, 'real/a.ts'), join(folder, 'hooks/linked.ts'));
    await symlink(join(folder, 'gone.ts'), join(folder, 'hooks/dangling.ts'));
    expect(await expandGlob('hooks/*.ts', folder)).toEqual([join(folder, 'hooks/linked.ts')]);
  });

  it('finds a file by its own path with any segment blurred', async () => {
    const folder = await projectFolder(tree);
    const blur = (segment: string, how: number) =>
      [segment, '*', segment.replace(/./u, '?'), `${segment}*`, segment.replace(/.$/u, '*')][how] ?? segment;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('db/hooks/a.ts', 'db/hooks/deep/er/d.ts', 'db/hooks/a+b(1).ts', 'db/🍓.ts'),
        fc.array(fc.nat(4), { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        async (path, hows, deep) => {
          const pattern = path.split('/').map((segment, index) => blur(segment, hows[index] ?? 0));
          const found = await expandGlob([...(deep ? ['**'] : []), ...pattern].join('/'), folder);
          expect(found).toContain(join(folder, path));
        },
      ),
      { numRuns: 60 },
    );
  });
});
