import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import { positionAt } from '../../migrations/parser/position.js';
import type { Scan } from '../../migrations/parser/scan-result.js';
import { dropReindexLeftovers, findIndex } from '../execute/invalid-index.js';
import type { StatementKind } from '../execute/statement-kind.js';
import { hashStatements, type Progress } from '../ledger/progress.js';

interface StatementFile {
  readonly migration: LoadedMigration;
  readonly texts: readonly string[];
  readonly kinds: readonly StatementKind[];
}

/** Commands that may be run again whether or not they took effect. */
const REPEATABLE = /^(VACUUM|REINDEX|CLUSTER|ALTER SYSTEM|DISCARD)/;

/**
 * Number of the statement a file goes on at. Where one was begun and not seen to end, finds out what became of it;
 * throws MIGRATION_INTERRUPTED where only a person can.
 */
export async function resumeAt(
  connection: Connection,
  progress: Progress | null,
  file: StatementFile,
): Promise<number> {
  if (!progress) return 0;
  const { finished, finishedHash, running } = progress;
  if (hashStatements(file.texts, finished) !== finishedHash) throw editedMeanwhile(file, finished);
  if (running === null) return finished;
  const kind = file.kinds[running];
  if (kind?.kind !== 'alone') return finished;
  if (kind.index) return (await findIndex(connection, kind.index)) === 'valid' ? running + 1 : running;
  if (kind.dropped) return (await findIndex(connection, kind.dropped)) === 'absent' ? running + 1 : running;
  if (kind.command.startsWith('REINDEX')) await dropReindexLeftovers(connection);
  if (REPEATABLE.test(kind.command)) return running;
  throw undecided(file, running, kind.command);
}

/** Whether the statement before `first` ended a transaction by beginning the next one, which is lost by now. */
export function resumesInTransaction(
  texts: readonly string[],
  kinds: readonly StatementKind[],
  first: number,
): boolean {
  return kinds[first - 1]?.kind === 'control' && /\band\s+chain$/i.test(texts[first - 1] ?? '');
}

/** Statements before `first` that set up the session: what they did was lost with the session that ran them. */
export function sessionStatements({ statements }: Scan, texts: readonly string[], first: number): string[] {
  return texts.slice(0, first).filter((text, index) => {
    const [word, second] = statements[index]?.words ?? [];
    if (word === 'SET') return second !== 'LOCAL' && second !== 'TRANSACTION' && second !== 'CONSTRAINTS';
    return word === 'RESET' || (word === 'SELECT' && /\bset_config\s*\(/i.test(text));
  });
}

function lineOf({ migration }: StatementFile, index: number): number {
  const { scan } = migration;
  return positionAt(scan.text, scan.statements[index]?.start ?? 0).line;
}

function editedMeanwhile(file: StatementFile, finished: number): ConfitureError {
  const { path, file: migration } = file.migration;
  return new ConfitureError(
    'FILES_CHANGED',
    `${path.displayPath}: its first ${finished} statements have run, and they were changed since`,
    {
      hint: `Put them back as they were; the rest may be changed. Or settle it by hand and run \`confiture migrate resolve ${migration.version} --applied\`, or \`--forget\` to run it from the start.`,
      location: { file: path.displayPath, line: lineOf(file, finished) },
      migration: migration.name,
    },
  );
}

function undecided(file: StatementFile, running: number, command: string): ConfitureError {
  const { path, file: migration } = file.migration;
  const line = lineOf(file, running);
  const goesOn = path.path === migration.down?.path ? 'confiture migrate down' : 'confiture migrate up';
  return new ConfitureError(
    'MIGRATION_INTERRUPTED',
    `${path.displayPath}, line ${line}: an earlier run was cut off while ${command} was running; whether it took effect cannot be told`,
    {
      hint: `Look at the database. If it took effect: \`confiture migrate resolve ${migration.version} --done\`; if not: \`--again\`. Then run \`${goesOn}\`.`,
      location: { file: path.displayPath, line },
      migration: migration.name,
    },
  );
}
