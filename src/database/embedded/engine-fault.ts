import type { EngineFault } from './engine-messages.js';

/** Numbers that the engine's file system has for errors (WASI's), and the system's names for them. */
const SYSTEM_CODES: Readonly<Record<number, string>> = {
  2: 'EACCES',
  19: 'EDQUOT',
  22: 'EFBIG',
  29: 'EIO',
  33: 'EMFILE',
  41: 'ENFILE',
  44: 'ENOENT',
  48: 'ENOMEM',
  51: 'ENOSPC',
  63: 'EPERM',
  69: 'EROFS',
};

/** What may be told of anything that was thrown inside the engine. */
export function faultOf(thrown: unknown): EngineFault {
  const { code, errno, message } = Object(thrown) as { code?: unknown; errno?: unknown; message?: unknown };
  const system = typeof errno === 'number' ? SYSTEM_CODES[errno] : undefined;
  return {
    code: system ?? (typeof code === 'string' ? code : null),
    message: typeof message === 'string' ? message : String(thrown),
  };
}
