import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lockBySocket } from '../../../src/database/embedded/socket-lock.js';

async function emptyFolder(below = ''): Promise<string> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'confiture-lock-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const folder = path.join(home, below);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** A process that listens at `address` until it is killed. */
async function listenerAt(address: string) {
  const script = `require('net').createServer().listen(${JSON.stringify(address)}, () => console.log('listens'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return {
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

it('is held by one at a time, and free after it was released', async () => {
  const folder = await emptyFolder();
  const first = await lockBySocket(folder);
  expect(first).not.toBeNull();
  expect(await lockBySocket(folder)).toBeNull();
  await first?.release();
  const second = await lockBySocket(folder);
  expect(second).not.toBeNull();
  await second?.release();
});

it('never goes to two that try for it at the same time', async () => {
  const folder = await emptyFolder();
  for (let round = 0; round < 20; round += 1) {
    const tries = await Promise.all(Array.from({ length: 6 }, () => lockBySocket(folder)));
    const held = tries.filter((lock) => lock !== null);
    expect(held.length).toBeLessThanOrEqual(1);
    await Promise.all(held.map((lock) => lock.release()));
  }
});

it('is a socket in the folder, where everything that shares the folder sees it', async () => {
  const folder = await emptyFolder();
  const lock = await lockBySocket(folder);
  const [name = ''] = await readdir(folder);
  expect((await stat(path.join(folder, name))).isSocket()).toBe(true);
  const socket = net.connect(path.join(folder, name));
  await once(socket, 'connect');
  socket.destroy();
  await lock?.release();
  expect(await readdir(folder)).toEqual([]);
});

it('is kept from all others by a process that lives, and is left by one that was killed', async () => {
  const folder = await emptyFolder();
  const holder = await listenerAt(path.join(folder, 'held.lock'));
  expect(await lockBySocket(folder)).toBeNull();
  expect(await readdir(folder)).toEqual(['held.lock']);
  await holder.kill();
  const lock = await lockBySocket(folder);
  expect(lock).not.toBeNull();
  expect(await readdir(folder)).toHaveLength(1);
  await lock?.release();
});

it('is not kept by what a copy of the folder left of a socket', async () => {
  const folder = await emptyFolder();
  await writeFile(path.join(folder, 'copied.lock'), '');
  const lock = await lockBySocket(folder);
  expect(lock).not.toBeNull();
  await lock?.release();
});

it('takes a folder whose path is longer than the address of a socket', async () => {
  const folder = await emptyFolder('deep/'.repeat(30));
  const lock = await lockBySocket(folder);
  expect(lock).not.toBeNull();
  expect(await lockBySocket(folder)).toBeNull();
  await lock?.release();
  expect(await readdir(folder)).toEqual([]);
});
