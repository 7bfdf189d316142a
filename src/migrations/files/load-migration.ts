import { batchProblems } from '../analysis/check-batch.js';
import { type Classification, classify } from '../analysis/classify.js';
import { type ExecutionPlan, planExecution } from '../analysis/execution-mode.js';
import { type Phase, phasesOf } from '../analysis/phases.js';
import type { FilePath, MigrationFile } from '../folder/discover.js';
import type { Scan } from '../parser/scan.js';
import { checksumMatches } from './checksum.js';
import { loadFile, refuseProblems } from './load.js';
import { readBytes } from './read-file.js';
import { shownTitle } from './shown-title.js';

/** One direction of a migration, ready to be sent. */
export interface LoadedMigration {
  readonly file: MigrationFile;
  /** The file the text came from: the up file, or the down file. */
  readonly path: FilePath;
  /** SHA-256 of that file's bytes, in hex. */
  readonly checksum: string;
  readonly scan: Scan;
  readonly shape: Classification;
  readonly plan: ExecutionPlan;
  /** What people call the migration, masked; null without a title. */
  readonly title: string | null;
  /** Phases that the file names; null for a file without phase lines, which is one phase. */
  readonly phases: readonly Phase[] | null;
}

/** Reads what `up` sends, or takes the `bytes` that were read. Throws FILES_UNREADABLE or FILES_UNSUPPORTED, with file and line. */
export function loadUp(file: MigrationFile, bytes?: Buffer): Promise<LoadedMigration> {
  return load(file, file.up, bytes);
}

/** Reads what `down` sends. The caller has checked that there is a down file. */
export function loadDown(file: MigrationFile, down: FilePath): Promise<LoadedMigration> {
  return load(file, down);
}

async function load(file: MigrationFile, path: FilePath, bytes?: Buffer): Promise<LoadedMigration> {
  const { checksum, scan } = loadFile(path, bytes);
  const shape = await classify(scan);
  const phases = await phasesOf(scan);
  if (phases !== null) refuseProblems(await batchProblems(phases), path);
  const title = shownTitle(scan.title, path);
  return { file, path, checksum, scan, shape, plan: planExecution(scan, shape), title, phases };
}

/** True where the up file is still what was applied; rows without a checksum cannot tell and count as such. */
export function isUnchanged(file: MigrationFile, row: { readonly checksum: string | null }): boolean {
  return row.checksum === null || checksumMatches(readBytes(file.up), row.checksum);
}
