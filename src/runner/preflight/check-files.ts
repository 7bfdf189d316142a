import { setImmediate as nextTurn } from 'node:timers/promises';
import { ConfitureError } from '../../errors.js';
import { checkSql } from '../../migrations/analysis/check-sql.js';
import { type Finding, faultOfFindings } from '../../migrations/analysis/finding.js';
import { checkForServer, type SyntaxCheck } from '../../migrations/check/syntax-check.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import { allFaults } from '../../migrations/folder/folder-fault.js';
import { hasQueries } from '../../migrations/queries/has-queries.js';
import { filesOf, loadQueries, type QueryFile } from '../../migrations/queries/load-queries.js';
import type { RunWarning } from '../../run-events.js';

export interface FilesCheck {
  /** As in `server_version_num`. */
  readonly serverVersion: number;
  /** True where nothing will run, so that every statement can be read. */
  readonly everything: boolean;
  /** True where the queries of the migrations are read too. */
  readonly withQueries: boolean;
  /** Called with each sound file and its queries, in order; what it throws is a fault like any other. */
  readonly onFile: (migration: LoadedMigration, queries: readonly QueryFile[]) => void;
}

/** Files read between two looks at the event loop, where the parser becomes ready meanwhile. */
const FILES_A_TURN = 25;

/** Most characters of files that are kept while the parser becomes ready. */
const MAX_AHEAD = 2_000_000;

/**
 * Reads files before the first of them runs, so that a broken one does not stop a run half-way. Throws the first fault,
 * naming every file with one; gives warnings. Nothing is kept of the files: there may be thousands.
 */
export async function checkFiles<T>(
  files: readonly T[],
  load: (file: T) => Promise<LoadedMigration>,
  { serverVersion, everything, withQueries, onFile }: FilesCheck,
): Promise<RunWarning[]> {
  if (files.length === 0) return [];
  const loading = checkForServer(serverVersion, { everything });
  loading.catch(() => {});
  const faults: ConfitureError[] = [];
  const warnings: RunWarning[] = [];
  const check = async (migration: LoadedMigration, syntax: SyntaxCheck) => {
    warnings.push(...refuseUnsound(migration, syntax));
    const queries = withQueries ? await queryFilesOf(migration) : [];
    for (const query of queries) warnings.push(...refuseUnsound({ ...query, file: migration.file }, syntax));
    onFile(migration, queries);
  };
  for await (const reads of readAhead(files, load, loading)) {
    const syntax = await loading;
    for (const read of reads) {
      const fault = ConfitureError.is(read) ? read : await check(read, syntax).then(() => null, asFault);
      if (fault) faults.push(fault);
    }
  }
  const [first, ...others] = faults;
  if (first) throw allFaults([first, ...others]);
  return warnings;
}

/** Files in order, or their faults, a few at a time; as many as there is room for until `ready` settles. */
async function* readAhead<T>(
  files: readonly T[],
  load: (file: T) => Promise<LoadedMigration>,
  ready: Promise<unknown>,
): AsyncGenerator<readonly (LoadedMigration | ConfitureError)[]> {
  let isReady = false;
  const settle = () => {
    isReady = true;
  };
  const settled = ready.then(settle, settle);
  let reads: (LoadedMigration | ConfitureError)[] = [];
  let size = 0;
  for (const [index, file] of files.entries()) {
    const read = await load(file).catch(asFault);
    reads.push(read);
    if (!ConfitureError.is(read)) size += read.scan.text.length;
    const endsTurn = (index + 1) % FILES_A_TURN === 0;
    if (endsTurn) await nextTurn();
    const hasRoom = size < MAX_AHEAD;
    if (hasRoom && !(endsTurn && isReady)) continue;
    await settled;
    yield reads;
    reads = [];
    size = 0;
  }
  yield reads;
}

function asFault(error: unknown): ConfitureError {
  if (!ConfitureError.is(error)) throw error;
  return error;
}

async function queryFilesOf({ file }: LoadedMigration): Promise<readonly QueryFile[]> {
  return hasQueries(file) ? filesOf(await loadQueries(file)) : [];
}

function refuseUnsound(
  { scan, path, file }: Pick<LoadedMigration, 'scan' | 'path' | 'file'>,
  syntax: SyntaxCheck,
): RunWarning[] {
  const findings = checkSql(scan, path.displayPath, syntax);
  const error = findings.find(({ severity }) => severity === 'error');
  if (error) throw faultOf(error, file.name);
  return findings.map(({ line = null, message, hint }) => {
    return { kind: 'finding', file: path.displayPath, line, message, hint };
  });
}

function faultOf(finding: Finding, migration: string): ConfitureError {
  const { file, line, column, message, hint } = finding;
  const code = faultOfFindings([finding])?.code ?? 'FILES_SYNTAX';
  return new ConfitureError(code, `${placeOf(finding)}: ${message}`, {
    hint,
    location: { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
    migration,
  });
}

function placeOf({ file, line }: Finding): string {
  return line === undefined ? file : `${file}, line ${line}`;
}
