import { createHash } from 'node:crypto';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { lockBySocket } from './socket-lock.js';

/**
 * Makes a directory belong to one process at a time. The embedded database does not check this itself,
 * and two processes in one data directory destroy it. The kernel holds the lock, so it ends with the
 * process, however that ends, and nothing has to be cleaned up by hand:
 * - Linux: a Unix socket in the directory, which containers that share it see too; where its file system has no
 *   sockets, an abstract one named after the directory (one network namespace),
 * - Windows: a named pipe,
 * - macOS and the BSDs: a file opened with O_EXLOCK.
 */
export interface DirectoryLock {
  release(): Promise<void>;
}

const O_NONBLOCK = 0x4;
const O_EXLOCK = 0x20;
const O_CREAT_RDWR_BSD = 0x202;
const NO_SOCKETS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

/** Takes the lock, or returns null at once where another process has it. The directory must exist. */
export async function tryLockDirectory(
  directory: string,
  platform: NodeJS.Platform = process.platform,
): Promise<DirectoryLock | null> {
  const real = await realpath(directory);
  if (platform === 'darwin' || platform.endsWith('bsd')) return lockFile(path.join(real, '.lock'));
  const name = `confiture-${createHash('sha256').update(real).digest('hex').slice(0, 32)}`;
  if (platform === 'win32') return lockName(`\\\\.\\pipe\\${name}`);
  try {
    return await lockBySocket(real);
  } catch (error) {
    if (!NO_SOCKETS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return lockName(`\0${name}`);
  }
}

function lockName(address: string): Promise<DirectoryLock | null> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve({ release: () => new Promise((done) => server.close(() => done())) });
    });
  });
}

async function lockFile(file: string): Promise<DirectoryLock | null> {
  let handle: FileHandle;
  try {
    handle = await open(file, O_CREAT_RDWR_BSD | O_NONBLOCK | O_EXLOCK, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null;
    throw error;
  }
  return { release: () => handle.close() };
}
