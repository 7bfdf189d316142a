import { ConfitureError } from '../../errors.js';
import type { FilePath } from '../folder/discover.js';
import { scan } from '../parser/scan.js';
import type { ScanProblem } from '../parser/scan-problem.js';
import type { Scan } from '../parser/scan-result.js';
import { readMigration } from './read-file.js';

/** An SQL file, read and taken apart. */
export interface LoadedFile {
  /** SHA-256 of the file's bytes, in hex. */
  readonly checksum: string;
  readonly scan: Scan;
}

/** Reads and scans a file that is about to run. Throws the first thing in it that must not be sent. */
export function loadFile(file: FilePath, bytes?: Buffer): LoadedFile {
  const { text, checksum } = readMigration(file, bytes);
  const scanned = scan(text);
  refuseProblems(scanned.problems, file);
  return { checksum, scan: scanned };
}

/** Throws the first of the problems, where there is one. */
export function refuseProblems([problem]: readonly ScanProblem[], { displayPath }: FilePath): void {
  if (problem === undefined) return;
  const { code, line, message, hint } = problem;
  throw new ConfitureError(code, `${displayPath}, line ${line}: ${message}`, {
    hint,
    location: { file: displayPath, line },
  });
}
