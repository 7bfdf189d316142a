import { checkEverything, type SyntaxCheck } from '../check/syntax-check.js';
import { readMigration } from '../files/read-file.js';
import {
  type FilePath,
  type FolderOptions,
  type FolderReading,
  type MigrationFile,
  readFolder,
} from '../folder/discover.js';
import { loadParser } from '../parser/parse-statement.js';
import { type Scan, scan } from '../parser/scan.js';
import { invariantFaults, verifyFaults } from '../queries/read-queries.js';
import { batchProblems } from './check-batch.js';
import { checkShape, emptiness } from './check-shape.js';
import { checkSql } from './check-sql.js';
import { classify } from './classify.js';
import { type Finding, findingOf } from './finding.js';
import { phasesOf } from './phases.js';

export type { Finding } from './finding.js';

/**
 * Checks all migration files without a database and gives everything it finds, ordered by file and line.
 * Never throws for a fault of the files or the folder.
 */
export async function validateMigrations(dir: string, options: FolderOptions = {}): Promise<Finding[]> {
  let folder: FolderReading;
  try {
    folder = readFolder(dir, options);
  } catch (error) {
    return [findingOf(error, options.displayDir ?? dir)];
  }
  const syntax = await checkEverything();
  const findings = folder.faults.map((fault) => findingOf(fault, options.displayDir ?? dir));
  for (const migration of folder.migrations) findings.push(...(await checkMigration(migration, syntax)));
  return findings.sort(byPlace);
}

async function checkMigration(migration: MigrationFile, syntax: SyntaxCheck): Promise<Finding[]> {
  const { up, down, verify, invariant } = migration;
  const findings = await checkFile(up, syntax, 'change');
  if (down === null) findings.push(downMissing(up));
  else findings.push(...(await checkFile(down, syntax, 'change')));
  if (verify !== null) findings.push(...(await checkFile(verify, syntax, 'verify')));
  if (invariant !== null) findings.push(...(await checkFile(invariant, syntax, 'invariant')));
  return findings;
}

async function checkFile(
  file: FilePath,
  syntax: SyntaxCheck,
  use: 'change' | 'verify' | 'invariant',
): Promise<Finding[]> {
  try {
    const scanned = scan(readMigration(file).text);
    const findings = checkSql(scanned, file.displayPath, syntax);
    if (use !== 'change') return [...findings, ...(await checkQueries(scanned, file.displayPath, use))];
    if (scanned.phases !== null && scanned.problems.length === 0)
      return [...findings, ...(await checkPhases(scanned, file.displayPath))];
    return [...findings, ...checkShape(scanned, await classify(scanned), file.displayPath)];
  } catch (error) {
    return [findingOf(error, file.displayPath)];
  }
}

async function checkQueries(scanned: Scan, file: string, use: 'verify' | 'invariant'): Promise<Finding[]> {
  const faults = use === 'verify' ? verifyFaults(scanned) : invariantFaults(scanned, await loadParser());
  const found = faults.map(
    (fault): Finding => ({ severity: 'error', code: 'FILES_UNSUPPORTED', file, ...fault }),
  );
  return found.length > 0 ? found : emptiness(scanned, file);
}

async function checkPhases(scanned: Scan, file: string): Promise<Finding[]> {
  const problems = await batchProblems(await phasesOf(scanned));
  return problems.map((problem) => ({ severity: 'error', file, ...problem }));
}

function downMissing({ displayPath }: FilePath): Finding {
  return {
    severity: 'warning',
    code: 'DOWN_MISSING',
    file: displayPath,
    message: 'There is no .down.sql for it, so it cannot be rolled back.',
    hint: 'Write one, unless this migration is meant to be final.',
  };
}

function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
