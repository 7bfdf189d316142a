import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MigrationFile } from '../folder/migration-file.js';
import { checksumOf } from './checksum.js';
import { isUnchanged, loadUp } from './load-migration.js';
import { readBytes } from './read-file.js';

/** A larger file would keep an answer waiting while it is read. */
const MAX_BYTES = 65_535;
/** Limit of the bytes that are kept of all files together; beyond it the checksum of a file is kept alone. */
const MAX_KEPT = 4_000_000;
const FILES_A_TURN = 16;

/** Up files, most of which are read while a server is waited for, since nothing else is to be done then. */
export interface FilesMeanwhile {
  /** Settles as `waiting` does. Until then files are read, a few at a time, so that an answer does not wait. */
  readDuring<T>(waiting: Promise<T>): Promise<T>;
  /** True where the up file is still what was applied. @throws FILES_UNREADABLE */
  readonly isUnchanged: typeof isUnchanged;
  /** What `up` is about to check. The bytes are let go of: the next call reads the file anew. */
  readonly load: typeof loadUp;
  /** Reads all files anew: some time has passed, in which they may have changed. */
  forget(): void;
}

/** A fault of a file comes up where it is compared. */
export function createFilesMeanwhile(files: readonly MigrationFile[]): FilesMeanwhile {
  const checksums = new Map<string, string>();
  const kept = new Map<string, Buffer>();
  let room = MAX_KEPT;
  let next = 0;
  const readSome = () => {
    for (const { up } of files.slice(next, next + FILES_A_TURN)) {
      const bytes = bytesOrNothing(up);
      if (bytes === undefined) continue;
      checksums.set(up.path, checksumOf(bytes));
      room -= bytes.length;
      if (room >= 0) kept.set(up.path, bytes);
    }
    next += FILES_A_TURN;
  };
  const take = (path: string) => {
    const bytes = kept.get(path);
    kept.delete(path);
    return bytes;
  };
  return {
    async readDuring(waiting) {
      let isOver = false;
      const settle = () => {
        isOver = true;
      };
      waiting.then(settle, settle);
      // The question leaves first.
      await nextTurn();
      while (!isOver && next < files.length) {
        readSome();
        await nextTurn();
      }
      return waiting;
    },
    isUnchanged(file, row) {
      take(file.up.path);
      return checksums.get(file.up.path) === row.checksum || isUnchanged(file, row);
    },
    load: (file) => loadUp(file, take(file.up.path)),
    forget() {
      checksums.clear();
      kept.clear();
      next = files.length;
    },
  };
}

function bytesOrNothing(file: MigrationFile['up']): Buffer | undefined {
  try {
    return readBytes({ ...file, maxBytes: Math.min(file.maxBytes ?? MAX_BYTES, MAX_BYTES) });
  } catch {
    return undefined;
  }
}
