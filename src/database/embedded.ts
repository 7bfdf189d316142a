import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { ConfitureError } from '../errors.js';
import type { Connection } from './connection.js';
import { type DirectoryLock, tryLockDirectory } from './directory-lock.js';
import { EmbeddedStream } from './embedded-stream.js';
import { openSession } from './pg-connection.js';
import { pollUntil } from './poll.js';

export interface EmbeddedTarget {
  /** Absolute path of the data directory. */
  readonly directory: string;
}

/**
 * Opens the embedded database (PGlite), making it first where there is none. Waits up to `waitMs` while
 * another process has the directory, then fails with EMBEDDED_IN_USE.
 */
export async function openEmbedded(
  target: EmbeddedTarget,
  options: { readonly waitMs: number; readonly signal?: AbortSignal },
): Promise<Connection> {
  const lock = await takeDirectory(target.directory, options);
  try {
    const engine = await startEngine(target.directory);
    return await openSession({
      kind: 'embedded',
      capabilities: { concurrentSessions: false, cancel: false },
      address: { host: 'embedded', database: 'postgres' },
      client: {
        user: 'postgres',
        database: 'postgres',
        ssl: false,
        stream: () => new EmbeddedStream(engine),
      },
      onClosed: async () => {
        await engine.close();
        await lock.release();
      },
    });
  } catch (error) {
    await lock.release();
    throw unusable(target.directory, error);
  }
}

/** The lock lies on the parent, so that the data directory can be moved into place whole. */
async function takeDirectory(
  directory: string,
  { waitMs, signal }: { readonly waitMs: number; readonly signal?: AbortSignal },
): Promise<DirectoryLock> {
  const home = `${directory}.lock`;
  try {
    await mkdir(home, { recursive: true });
  } catch (error) {
    throw unusable(directory, error);
  }
  const lock = await pollUntil(() => tryLockDirectory(home), {
    timeoutMs: waitMs,
    ...(signal && { signal }),
  });
  if (lock) return lock;
  throw new ConfitureError(
    'EMBEDDED_IN_USE',
    `the embedded database ${directory} is in use by another process`,
    {
      hint: 'Wait until the other confiture command has ended, or use a database server (--database-url).',
    },
  );
}

/** A fresh database is made beside its place and then renamed, so that a kill never leaves half of one. */
async function startEngine(directory: string): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  if (!(await isDirectory(directory))) {
    const unfinished = `${directory}.new`;
    await rm(unfinished, { recursive: true, force: true });
    const first = await PGlite.create({ dataDir: unfinished });
    await first.close();
    await rename(unfinished, directory);
  }
  return PGlite.create({ dataDir: directory });
}

async function isDirectory(file: string): Promise<boolean> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found && !found.isDirectory()) {
    throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
  }
  return found !== undefined;
}

function unusable(directory: string, cause: unknown): ConfitureError {
  if (ConfitureError.is(cause)) return cause;
  const reason = (cause as NodeJS.ErrnoException).code ?? 'its files cannot be read';
  return new ConfitureError(
    'EMBEDDED_UNUSABLE',
    `the embedded database ${path.relative(process.cwd(), directory) || directory} cannot be opened (${reason})`,
    {
      hint: 'Check that the folder is writable and has room. A broken local database can be deleted: it only holds local data.',
      cause,
    },
  );
}
