import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { ConfitureError } from '../errors.js';
import type { Connection } from './connection.js';
import { type DirectoryLock, tryLockDirectory } from './directory-lock.js';
import { prepareDirectory } from './embedded-directory.js';
import { EmbeddedStream } from './embedded-stream.js';
import { importPglite } from './import-pglite.js';
import { openSession } from './open-session.js';
import { pollUntil } from './poll.js';

export interface EmbeddedTarget {
  /** Absolute path of the data directory. */
  readonly directory: string;
}

export interface EmbeddedOptions {
  /** How long to wait while another process has the directory, in milliseconds. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Opens the embedded database (PGlite), making it first where there is none.
 * @throws EMBEDDED_IN_USE where another process keeps the directory, EMBEDDED_UNUSABLE where it cannot be opened.
 */
export async function openEmbedded(
  { directory }: EmbeddedTarget,
  options: EmbeddedOptions,
): Promise<Connection> {
  const lock = await takeDirectory(directory, options);
  try {
    const engine = await startEngine(directory);
    return await serve(engine, lock);
  } catch (error) {
    await lock.release();
    throw unusable(directory, error);
  }
}

function serve(engine: PGlite, lock: DirectoryLock): Promise<Connection> {
  return openSession({
    kind: 'embedded',
    capabilities: { concurrentSessions: false, cancel: false },
    address: { host: 'embedded', database: 'postgres' },
    client: {
      user: 'postgres',
      database: 'postgres',
      ssl: false,
      stream: () => new EmbeddedStream(engine),
    },
    onClosed: () => engine.close().finally(() => lock.release()),
  });
}

/** The lock lies beside the directory, so that a new one can be moved into place whole. */
async function takeDirectory(directory: string, { waitMs, signal }: EmbeddedOptions): Promise<DirectoryLock> {
  const home = `${directory}.lock`;
  try {
    await mkdir(home, { recursive: true });
    const lock = await pollUntil(() => tryLockDirectory(home), {
      timeoutMs: waitMs,
      ...(signal && { signal }),
    });
    if (lock) return lock;
  } catch (error) {
    signal?.throwIfAborted();
    throw unusable(directory, error);
  }
  throw new ConfitureError(
    'EMBEDDED_IN_USE',
    `the embedded database ${shown(directory)} is in use by another process`,
    {
      hint: 'Wait until the other confiture command has ended, or use a database server (--database-url).',
    },
  );
}

async function startEngine(directory: string): Promise<PGlite> {
  const { PGlite } = await importPglite();
  await prepareDirectory(directory, async (dataDir) => {
    const first = await PGlite.create({ dataDir });
    await first.close();
  });
  return PGlite.create({ dataDir: directory });
}

/** Codes of the operating system are told; the engine's own words are about its inside. */
function unusable(directory: string, cause: unknown): ConfitureError {
  if (ConfitureError.is(cause)) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  const reason = code ?? 'its files cannot be read, or the disk is full';
  return new ConfitureError(
    'EMBEDDED_UNUSABLE',
    `the embedded database ${shown(directory)} cannot be opened (${reason})`,
    {
      hint: 'Check that the folder is writable and has room. A broken local database can be deleted: it only holds local data.',
      cause,
    },
  );
}

function shown(directory: string): string {
  return path.relative(process.cwd(), directory) || directory;
}
