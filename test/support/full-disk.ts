import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { cliPath } from './cli.js';

/** A folder whose disk can be full for the CLI, and have room again. */
export interface Disk {
  fill(): Promise<void>;
  free(): Promise<void>;
  /** Script of the CLI to run while the disk is as it is now. */
  cli(): string;
}

export interface FullDisk {
  readonly title: string;
  /** What the system says of a write for which there is no room. */
  readonly fault: string;
  /** Gives `folder`, which is empty or not there, such a disk until the test ends. */
  open(folder: string): Promise<Disk>;
}

/**
 * What can be had on this machine: everywhere a process whose files the kernel lets grow to 512 bytes (a limit that
 * anybody may set), and a file system in memory where this user may mount one.
 */
export function fullDisks(): FullDisk[] {
  return [smallFiles, ...(mayMount() ? [smallFileSystem] : [])];
}

const smallFiles: FullDisk = {
  title: 'files that may not grow',
  fault: 'EFBIG: file too large',
  async open() {
    const limited = await limitedCli();
    let isFull = false;
    return {
      fill: async () => {
        isFull = true;
      },
      free: async () => {
        isFull = false;
      },
      cli: () => (isFull ? limited : cliPath),
    };
  },
};

/** The limit is inherited, so a shell sets it and becomes the CLI; Node lets a write fail where others are killed. */
async function limitedCli(): Promise<string> {
  const dir = await temporaryFolder();
  const script = path.join(dir, 'limited.cjs');
  await writeFile(
    script,
    `const { spawnSync } = require('node:child_process');
const command = ['-c', 'ulimit -f 1; exec "$@"', 'sh', process.execPath, ${JSON.stringify(cliPath)}];
process.exitCode = spawnSync('sh', [...command, ...process.argv.slice(2)], { stdio: 'inherit' }).status;
`,
  );
  return script;
}

const smallFileSystem: FullDisk = {
  title: 'a file system without room',
  fault: 'ENOSPC: no space left on device',
  async open(folder) {
    await mkdir(folder, { recursive: true });
    if (!mount(folder)) throw new Error(`cannot mount a file system at ${folder}`);
    onTestFinished(() => unmount(folder));
    const ballast = path.join(folder, 'ballast');
    return { fill: () => growUntilFull(ballast), free: () => rm(ballast), cli: () => cliPath };
  },
};

async function growUntilFull(file: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    for (;;) await handle.write(Buffer.alloc(1_024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await handle.close();
  }
}

/** Root in a container often may not, so it is tried. */
function mayMount(): boolean {
  if (process.platform !== 'linux') return false;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'confiture-mount-'));
  const isMounted = mount(folder);
  if (isMounted) unmount(folder);
  rmdirSync(folder);
  return isMounted;
}

function mount(folder: string): boolean {
  const options = ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder];
  return spawnSync('mount', options, { stdio: 'ignore' }).status === 0;
}

function unmount(folder: string): void {
  spawnSync('umount', [folder], { stdio: 'ignore' });
}

async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'confiture-disk-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
