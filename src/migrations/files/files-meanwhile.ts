import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MigrationFile } from '../folder/migration-file.js';
import { checksumOf } from './checksum.js';
import { isUnchanged } from './load-migration.js';
import { readBytes } from './read-file.js';

/** A larger file would keep an answer waiting while it is read. */
const MAX_BYTES = 65_535;
const FILES_A_TURN = 16;

/** Compares applied files with the ledger; most are read while a server is waited for, since nothing else is to be done then. */
export interface FilesMeanwhile {
  /** Settles as `waiting` does. Until then files are read, a few at a time, so that an answer does not wait. */
  readDuring<T>(waiting: Promise<T>): Promise<T>;
  /** True where the up file is still what was applied. @throws FILES_UNREADABLE */
  readonly isUnchanged: typeof isUnchanged;
  /** Reads all files anew: some time has passed, in which they may have changed. */
  forget(): void;
}

/** A fault of a file comes up where it is compared. */
export function createFilesMeanwhile(files: readonly MigrationFile[]): FilesMeanwhile {
  const checksums = new Map<string, string>();
  let next = 0;
  const readSome = () => {
    for (const { up } of files.slice(next, next + FILES_A_TURN)) {
      const checksum = checksumOrNothing(up);
      if (checksum !== undefined) checksums.set(up.path, checksum);
    }
    next += FILES_A_TURN;
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
    isUnchanged: (file, row) => checksums.get(file.up.path) === row.checksum || isUnchanged(file, row),
    forget() {
      checksums.clear();
      next = files.length;
    },
  };
}

function checksumOrNothing(file: MigrationFile['up']): string | undefined {
  try {
    return checksumOf(readBytes({ ...file, maxBytes: Math.min(file.maxBytes ?? MAX_BYTES, MAX_BYTES) }));
  } catch {
    return undefined;
  }
}
