import { mkdir } from 'node:fs/promises';
import { ConfitureError } from '../../errors.js';
import type { Connection } from '../connection.js';
import { pollUntil } from '../poll.js';
import { openSession } from '../postgres/open-session.js';
import { prepareDirectory } from './directory.js';
import { type DirectoryLock, tryLockDirectory } from './directory-lock.js';
import { Engine } from './engine.js';
import { shownDirectory } from './shown-directory.js';
import { EmbeddedStream } from './stream.js';
import { unusable } from './unusable.js';

export interface EmbeddedTarget {
  /** Absolute path of the data directory. */
  readonly directory: string;
}

/** What opening the embedded database is waiting for; making one takes seconds. */
export interface EmbeddedWait {
  readonly kind: 'in-use' | 'making' | 'opening';
  /** As people write it. */
  readonly directory: string;
}

export interface EmbeddedOptions {
  /** How long to wait while another process has the directory, in milliseconds. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
  readonly onWait?: (wait: EmbeddedWait) => void;
}

/**
 * Opens the embedded database (PGlite, in a thread of its own), making it first where there is none. An abort of
 * `signal` ends this at once, and leaves no half-made database.
 * @throws EMBEDDED_IN_USE where another process keeps the directory, EMBEDDED_UNUSABLE where it cannot be opened.
 */
export async function openEmbedded(
  { directory }: EmbeddedTarget,
  options: EmbeddedOptions,
): Promise<Connection> {
  const { signal } = options;
  const lock = await takeDirectory(directory, options);
  const engine = new Engine();
  // An engine that is gone, for whatever reason, keeps no other from the files.
  const released = engine.ended.then(() => lock.release());
  const abort = () => void engine.terminate();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    signal?.throwIfAborted();
    await startDatabase(engine, directory, options);
    return await serve(engine, released);
  } catch (error) {
    await engine.terminate();
    await released;
    signal?.throwIfAborted();
    throw await unusable(directory, error);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function startDatabase(engine: Engine, directory: string, { onWait }: EmbeddedOptions): Promise<void> {
  await prepareDirectory(directory, (unfinished) => {
    onWait?.({ kind: 'making', directory: shownDirectory(directory) });
    return engine.make(unfinished);
  });
  onWait?.({ kind: 'opening', directory: shownDirectory(directory) });
  await engine.open(directory);
}

function serve(engine: Engine, released: Promise<void>): Promise<Connection> {
  return openSession({
    kind: 'embedded',
    capabilities: { concurrentSessions: false, cancel: true },
    address: { host: 'embedded', database: 'postgres' },
    client: {
      user: 'postgres',
      database: 'postgres',
      ssl: false,
      // An engine whose answer was incomplete keeps no other from the files either.
      stream: () => new EmbeddedStream(engine).once('error', () => void engine.terminate()),
    },
    interrupt: () => engine.interrupt(),
    onClosed: () => engine.close().then(() => released),
  });
}

/** The lock lies beside the directory, so that a new one can be moved into place whole. */
async function takeDirectory(
  directory: string,
  { waitMs, signal, onWait }: EmbeddedOptions,
): Promise<DirectoryLock> {
  const home = `${directory}.lock`;
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    const lock = await pollUntil(() => tryLockDirectory(home), {
      timeoutMs: waitMs,
      onWait: () => onWait?.({ kind: 'in-use', directory: shownDirectory(directory) }),
      ...(signal && { signal }),
    });
    if (lock) return lock;
  } catch (error) {
    signal?.throwIfAborted();
    throw await unusable(directory, error);
  }
  throw new ConfitureError(
    'EMBEDDED_IN_USE',
    `the embedded database ${shownDirectory(directory)} is in use by another process`,
    {
      hint: 'Wait until the other confiture command has ended, or use a database server (--database-url).',
    },
  );
}
