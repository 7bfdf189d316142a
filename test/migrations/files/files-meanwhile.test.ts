import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { checksumOf } from '../../../src/migrations/files/checksum.js';
import { createFilesMeanwhile } from '../../../src/migrations/files/files-meanwhile.js';
import { createProject } from '../../support/project.js';

/** `count` migrations with the rows that say they were applied. */
async function applied(count: number, sqlOf = (n: number) => `select ${n};`) {
  const { dir } = await createProject();
  const made = Array.from({ length: count }, (_, n) => {
    const version = String(n).padStart(3, '0');
    const file = path.join(dir, `${version}_a.up.sql`);
    const up = { path: file, displayPath: `${version}_a.up.sql` };
    const sides = { down: null, verify: null, invariant: null };
    return { file: { version, name: `${version}_a`, up, ...sides }, sql: sqlOf(n) };
  });
  for (const { file, sql } of made) await writeFile(file.up.path, sql);
  const pairs = made.map(({ file, sql }) => ({ file, row: { checksum: checksumOf(Buffer.from(sql)) } }));
  const removeAll = () => Promise.all(made.map(({ file }) => rm(file.up.path)));
  return { files: made.map(({ file }) => file), pairs, removeAll };
}

/** Comes after as many turns of the event loop, in each of which something is read. */
async function answerAfter(turns: number): Promise<string> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  return 'answer';
}

it('reads all files while an answer is waited for, and none again', async () => {
  const { files, pairs, removeAll } = await applied(100);
  const upFiles = createFilesMeanwhile(files);
  expect(await upFiles.readDuring(answerAfter(50))).toBe('answer');
  await removeAll();
  expect(pairs.map(({ file, row }) => upFiles.isUnchanged(file, row))).toEqual(pairs.map(() => true));
  expect(() => upFiles.isUnchanged(files[0] as never, { checksum: '0'.repeat(64) })).toThrow('it is gone');
});

it('keeps no answer waiting: what is there at once ends the reading', async () => {
  const { files, pairs, removeAll } = await applied(1);
  const upFiles = createFilesMeanwhile(files);
  expect(await upFiles.readDuring(Promise.resolve('answer'))).toBe('answer');
  await expect(upFiles.readDuring(Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
  await removeAll();
  expect(() => pairs.map(({ file, row }) => upFiles.isUnchanged(file, row))).toThrow('it is gone');
});

it('reads anew what has had time to change', async () => {
  const { files, pairs } = await applied(2);
  const upFiles = createFilesMeanwhile(files);
  await upFiles.readDuring(answerAfter(10));
  await writeFile((files[1] as (typeof files)[0]).up.path, 'select 7;');
  upFiles.forget();
  expect(pairs.map(({ file, row }) => upFiles.isUnchanged(file, row))).toEqual([true, false]);
});

it('leaves large files, links and what cannot be read to the comparison', async () => {
  const { files, pairs } = await applied(2, (n) => `select ${n};`.padEnd(n === 0 ? 100_000 : 10));
  const upFiles = createFilesMeanwhile(files);
  await rm((files[1] as (typeof files)[0]).up.path);
  await upFiles.readDuring(answerAfter(10));
  expect(pairs.slice(0, 1).map(({ file, row }) => upFiles.isUnchanged(file, row))).toEqual([true]);
  await writeFile((files[1] as (typeof files)[0]).up.path, 'select 1;'.padEnd(10));
  expect(pairs.map(({ file, row }) => upFiles.isUnchanged(file, row))).toEqual([true, true]);
  expect(upFiles.isUnchanged(files[0] as never, { checksum: null })).toBe(true);
});

it('gives what it has read to the checks, once, and what was read before a wait to none', async () => {
  const { files, removeAll } = await applied(3);
  const upFiles = createFilesMeanwhile(files);
  await upFiles.readDuring(answerAfter(10));
  await removeAll();
  const [first, second] = files as [(typeof files)[0], (typeof files)[0]];
  expect((await upFiles.load(first)).scan.text).toBe('select 0;');
  await expect(upFiles.load(first)).rejects.toThrow('it is gone');
  upFiles.forget();
  await expect(upFiles.load(second)).rejects.toThrow('it is gone');
});
