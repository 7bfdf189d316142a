import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFolder } from '../../../src/migrations/folder/discover.js';
import { followLink } from '../../../src/migrations/folder/linked-file.js';
import { folderWith } from '../temp-folder.js';

function linkTo(target: string, dir: string): string {
  const link = join(dir, '001_a.up.sql');
  symlinkSync(target, link);
  return link;
}

it('follows a link to a regular file of the same folder', () => {
  const dir = realpathSync(folderWith({ 'shared/a.txt': 'select 1;' }));
  expect(followLink(linkTo(join('shared', 'a.txt'), dir), dir)).toEqual({
    path: join(dir, 'shared', 'a.txt'),
  });
});

it('takes the real path of a folder that is a link itself', () => {
  const real = realpathSync(folderWith({ 'a.txt': 'select 1;' }));
  const dir = join(folderWith(), 'linked');
  symlinkSync(real, dir);
  expect(followLink(linkTo('a.txt', dir), dir)).toEqual({ path: join(real, 'a.txt') });
});

it.each([
  ['out of the folder', () => join(folderWith({ '.pgpass': 'h:1:d:u:not-a-real-secret' }), '.pgpass')],
  ['out of the folder', () => '/dev/zero'],
  ['nowhere', () => 'missing'],
])('refuses a link that leads %s', (reason, target) => {
  const dir = folderWith();
  expect(followLink(linkTo(target(), dir), dir)).toMatchObject({ reason: expect.stringContaining(reason) });
});

it('refuses a link to a folder, and to a sibling whose name begins like the folder', () => {
  const dir = folderWith();
  mkdirSync(join(dir, 'm'));
  mkdirSync(join(dir, 'm2'));
  mkdirSync(join(dir, 'm', 'inner'));
  expect(followLink(linkTo(join(dir, 'm2'), join(dir, 'm')), join(dir, 'm'))).toHaveProperty('reason');
  expect(followLink(linkTo(join(dir, 'm', 'inner'), dir), join(dir, 'm'))).toHaveProperty('reason');
});

it('is a fault of the folder, and never read', () => {
  const dir = folderWith();
  linkTo('/dev/zero', dir);
  expect(readFolder(dir).faults).toMatchObject([{ code: 'FILES_UNREADABLE', exitCode: 4 }]);
});
