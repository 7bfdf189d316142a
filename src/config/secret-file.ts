import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The text of a file that only its owner may read. */
export interface SecretFile {
  readonly text: string;
  /** True where it was made by this call. */
  readonly isNew: boolean;
}

/**
 * Makes a file that only its owner may read. Two processes may do this at once: the one that comes second gets what the
 * first has written. The file is there whole or not at all, whenever the process is killed.
 */
export function makeSecretFile(file: string, text: string): SecretFile {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeWhole(file, text);
    return { text, isNew: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { text: readFileSync(file, 'utf8'), isNew: false };
  }
}

function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    chmodSync(draft, 0o600);
    linkSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
