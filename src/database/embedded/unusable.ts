import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { ConfitureError } from '../../errors.js';
import { EngineError } from './engine.js';
import { shownDirectory } from './shown-directory.js';

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const NO_ACCESS = new Set(['EACCES', 'EPERM', 'EROFS']);
const NO_MEMORY = new Set(['ENOMEM', 'ERR_WORKER_OUT_OF_MEMORY']);
/** What a fresh database takes; the engine does not always say that this is what it lacked. */
const NEEDED_BYTES = 48 * 1024 * 1024;

interface Reason {
  readonly message: string;
  readonly hint: string;
}

/**
 * Why the embedded database can be neither made nor opened. Codes of the operating system are told; the engine's own
 * words are about its inside.
 */
export async function unusable(directory: string, cause: unknown): Promise<ConfitureError> {
  if (ConfitureError.is(cause)) return cause;
  const { message, hint } = await reasonOf(directory, cause);
  const action = existsSync(directory) ? 'opened' : 'made';
  return new ConfitureError(
    'EMBEDDED_UNUSABLE',
    `the embedded database ${shownDirectory(directory)} cannot be ${action}: ${message}`,
    { hint, cause },
  );
}

async function reasonOf(directory: string, cause: unknown): Promise<Reason> {
  const code = (cause as { readonly code?: string | null }).code ?? null;
  const shown = code === null ? '' : ` (${code})`;
  if (NO_ROOM.has(code ?? '') || (cause instanceof EngineError && (await isFull(directory))))
    return {
      message: `there is no room for its files${shown}`,
      hint: 'Make room on that disk, then run it again.',
    };
  if (NO_ACCESS.has(code ?? ''))
    return {
      message: `its folder is not writable for this user${shown}`,
      hint: 'Give this user the folder, or name another one (pglite:PATH).',
    };
  if (NO_MEMORY.has(code ?? ''))
    return {
      message: `there is not enough memory${shown}`,
      hint: 'Give the process more memory, or use a database server (--database-url).',
    };
  if (code?.startsWith('ERR_'))
    return {
      message: `the engine cannot be started${shown}`,
      hint: 'Install Confiture again, or use a database server (--database-url).',
    };
  if (!existsSync(directory))
    return {
      message: `the engine failed${shown}`,
      hint: 'Run it again, or use a database server (--database-url).',
    };
  return {
    message: `its files cannot be read${shown}`,
    hint: 'A broken local database can be deleted: it only holds local data.',
  };
}

async function isFull(directory: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(path.dirname(directory));
    return bavail * bsize < NEEDED_BYTES;
  } catch {
    return false;
  }
}
