import { ConfitureError } from '../../errors.js';
import { isEmpty } from '../../migrations/analysis/check-shape.js';
import { type LoadedMigration, loadUp } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { RunWarning } from '../../run-events.js';
import { asksForApproval } from './asks-for-approval.js';
import { checkFiles } from './check-files.js';
import { type Commits, commitsOf } from './commits.js';
import { refuseOutsideTransaction } from './single-transaction.js';

export interface PlannedStep {
  readonly version: string;
  readonly name: string;
  /** What people call it; null without a title. */
  readonly title: string | null;
  /** False for a file that runs statement by statement, outside of a transaction. */
  readonly transactional: boolean;
  /** Why it does, for instance `COMMIT (line 3)`; null for a transactional file. */
  readonly reason: string | null;
  readonly commits: Commits;
}

export interface CheckedPlan {
  readonly steps: readonly PlannedStep[];
  /** Gives a file that is about to run, or to be asked, back; throws FILES_CHANGED where it is not as it was checked. */
  readonly asChecked: AsChecked;
  readonly warnings: readonly RunWarning[];
  /** Names of the migrations whose files ask for an approval. */
  readonly directives: readonly string[];
}

/** A file as it has just been read: of a migration, or of its queries. */
type ReadFile = Pick<LoadedMigration, 'path' | 'checksum'>;

export type AsChecked = <F extends ReadFile>(read: F) => F;

/** Checks what `up` is about to apply, or would apply: both take the same way, so that both say the same. */
export async function checkUp(
  files: readonly MigrationFile[],
  {
    serverVersion,
    dryRun,
    singleTransaction,
    load = loadUp,
  }: {
    readonly serverVersion: number;
    readonly dryRun: boolean;
    readonly singleTransaction: boolean;
    /** Reads a file; default from the disk. */
    readonly load?: typeof loadUp;
  },
): Promise<CheckedPlan> {
  const steps: PlannedStep[] = [];
  const warnings: RunWarning[] = [];
  const directives: string[] = [];
  const checked = new Map<string, { readonly checksum: string; readonly name: string }>();
  const onFile = (migration: LoadedMigration, queries: readonly ReadFile[]) => {
    const { name } = migration.file;
    for (const { path, checksum } of [migration, ...queries]) checked.set(path.path, { checksum, name });
    if (singleTransaction) refuseOutsideTransaction(migration);
    steps.push(stepOf(migration));
    if (asksForApproval(migration)) directives.push(migration.file.name);
    warnings.push(...warningsOf(migration));
  };
  const syntax = await checkFiles(files, (file) => load(file), {
    serverVersion,
    everything: dryRun,
    withQueries: true,
    onFile,
  });
  const asChecked: AsChecked = (read) => {
    const before = checked.get(read.path.path);
    if (before?.checksum !== read.checksum) throw changedMeanwhile(read, before?.name);
    return read;
  };
  return { steps, asChecked, warnings: [...syntax, ...warnings], directives };
}

function changedMeanwhile({ path: { displayPath } }: ReadFile, name: string | undefined): ConfitureError {
  return new ConfitureError('FILES_CHANGED', `${displayPath} was changed after this run had checked it`, {
    hint: 'Nothing of it was applied. Run the same command again: it is checked as it is then.',
    location: { file: displayPath },
    ...(name !== undefined && { migration: name }),
  });
}

function stepOf(migration: LoadedMigration): PlannedStep {
  const { plan, shape, phases, title } = migration;
  const { version, name } = migration.file;
  const outside = [{ plan, shape }, ...(phases ?? [])].find(({ plan }) => plan.mode === 'perStatement');
  const transactional = outside === undefined;
  const cause = outside?.shape.reason ?? shape.ownsTransaction[0];
  const reason = transactional || !cause ? null : `${cause.command} (line ${cause.line})`;
  return { version, name, title, transactional, reason, commits: commitsOf(migration) };
}

function warningsOf({ file: { name }, plan, shape, scan }: LoadedMigration): RunWarning[] {
  if (isEmpty(scan)) {
    if (scan.directives.has('empty')) return [];
    return [{ kind: 'file-empty', name }];
  }
  const [own] = shape.ownsTransaction;
  if (plan.mode !== 'perStatement' || shape.reason !== null || !own) return [];
  return [{ kind: 'own-transaction', name, command: own.command, line: own.line }];
}
