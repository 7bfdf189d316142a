import { createHash } from 'node:crypto';
import type { Connection } from '../../database/connection.js';
import { quoteLiteral } from '../../database/quote.js';
import type { Phase } from '../../migrations/analysis/phases.js';
import { hasTable } from '../../storage/has-table.js';
import { makeMissing } from '../../storage/schema.js';
import { projectName, type Scope } from '../../storage/scope.js';
import { heldLockSql, ledgerName } from './ledger.js';
import { isOfFileSql, type ProgressKey } from './progress.js';

/**
 * How far a file with phases has come. As with statements, this is kept beside the ledger and is gone as soon as the
 * file is done. Each phase writes it in its own transaction, and a batch phase with each repetition:
 *
 *   (no row) ──► phase 1 finished, 2 is due ──► … ──► (no row, ledger row)
 *                    │  ▲
 *                    └──┘ repetition of a batch phase
 */
export interface PhaseProgress {
  readonly finished: readonly FinishedPhase[];
  readonly due: DuePhase;
  /** Phases of the file. */
  readonly total: number;
}

export interface FinishedPhase {
  readonly name: string;
  /** As `hashPhase` gives it, so that an edit of what has run is noticed. */
  readonly hash: string;
  /** Null where the run ended before it could note them. */
  readonly rows: number | null;
}

/** The phase that the file goes on with, and what it has done already. */
export interface DuePhase {
  readonly name: string;
  /** Its text when it was begun last. */
  readonly hash: string;
  /** Rows its repetitions have changed. */
  readonly rows: number;
  /** Those among them that a former text of the phase has changed. */
  readonly rowsBefore: number;
  /** Rows that its tables held when it was begun; null where they are not known. */
  readonly rowsExpected: number | null;
  readonly repetitions: number;
  /** Errors that a later try has cured. */
  readonly errorsRecovered: number;
}

/** A phase that has not done anything. */
export function untouched({ name }: Pick<Phase, 'name'>, hash: string): DuePhase {
  return { name, hash, rows: 0, rowsBefore: 0, rowsExpected: null, repetitions: 0, errorsRecovered: 0 };
}

const TABLE = 'confiture.phase_progress';

/** Makes the table where there is none; call it with the migration lock held. */
export async function ensurePhaseProgress(connection: Connection): Promise<void> {
  if (!(await hasTable(connection, TABLE))) await makeMissing(connection);
}

interface ProgressRow {
  readonly finished_names: readonly string[];
  readonly finished_hashes: readonly string[];
  readonly finished_rows: readonly (string | null)[];
  readonly phase: string;
  readonly total: number;
  readonly phase_hash: string;
  readonly rows_done: string;
  readonly rows_before: string;
  readonly rows_expected: string | null;
  readonly repetitions: number;
  readonly errors_recovered: number;
}

/** What an earlier run left behind, or null. */
export async function readPhaseProgress(
  connection: Connection,
  key: ProgressKey,
): Promise<PhaseProgress | null> {
  if (!(await hasTable(connection, TABLE))) return null;
  const [row] = await connection.query<ProgressRow>(
    `select finished_names, finished_hashes, finished_rows::text[], phase, total, phase_hash, rows_done::text,
      rows_before::text, rows_expected::text, repetitions, errors_recovered from ${TABLE} where ${isOfFileSql(key)}`,
  );
  return row ? progressOf(row) : null;
}

/** A file with phases that was interrupted. */
export interface InterruptedPhases {
  readonly version: string;
  readonly direction: ProgressKey['direction'];
  /** The phase that is due. */
  readonly phase: string;
  /** Its place among the phases of the file, from 1. */
  readonly number: number;
  readonly total: number;
}

/** All files that were interrupted between or in their phases, the oldest first. */
export async function interruptedPhases(
  connection: Connection,
  ledger: ProgressKey['ledger'],
): Promise<InterruptedPhases[]> {
  if (!(await hasTable(connection, TABLE))) return [];
  return connection.query<InterruptedPhases>(
    `select version, direction, phase, cardinality(finished_names) + 1 as number, total from ${TABLE}
      where ledger = ${quoteLiteral(ledgerName(ledger))} order by started_at`,
  );
}

/** Text that notes where a file is. Fails where the migration lock is gone. */
export function markPhaseSql(
  key: ProgressKey,
  { environment }: Pick<Scope, 'environment'>,
  { finished, due, total }: PhaseProgress,
): string {
  const noted = {
    finished_names: arraySql(
      finished.map(({ name }) => quoteLiteral(name)),
      'text',
    ),
    finished_hashes: arraySql(
      finished.map(({ hash }) => quoteLiteral(hash)),
      'text',
    ),
    finished_rows: arraySql(
      finished.map(({ rows }) => `${rows ?? 'null'}`),
      'bigint',
    ),
    phase: quoteLiteral(due.name),
    total: `${total} operator(pg_catalog.+) ${heldLockSql(key.ledger)}`,
    phase_hash: quoteLiteral(due.hash),
    rows_done: `${due.rows}`,
    rows_before: `${due.rowsBefore}`,
    rows_expected: `${due.rowsExpected ?? 'null'}`,
    repetitions: `${due.repetitions}`,
    errors_recovered: `${due.errorsRecovered}`,
  };
  const columns = Object.keys(noted).join(', ');
  const excluded = Object.keys(noted).map((column) => `excluded.${column}`);
  const owner = [projectName(key.ledger), environment, ledgerName(key.ledger), key.direction, key.version];
  return `insert into ${TABLE} (project, environment, ledger, direction, version, ${columns})
    values (${[...owner.map(quoteLiteral), ...Object.values(noted)].join(', ')})
    on conflict (ledger, direction, version) do update set (${columns}, updated_at)
      = (${excluded.join(', ')}, pg_catalog.clock_timestamp())`;
}

/** Text that forgets a file: it is done, or a person has settled it. */
export function unmarkPhaseSql(key: ProgressKey): string {
  return `delete from ${TABLE} where ${isOfFileSql(key)}`;
}

/** Identity of a phase: its name and its statements with their data. Comments between them may change. */
export function hashPhase({ name, plan }: Pick<Phase, 'name' | 'plan'>): string {
  const hash = createHash('sha256').update(name).update('\0');
  const { text, statements } = plan.body;
  for (const { start, end, copyData } of statements) {
    hash.update(text.slice(start, end)).update('\0');
    if (copyData) hash.update(text.slice(copyData.start, copyData.end)).update('\0');
  }
  return hash.digest('hex');
}

function progressOf(row: ProgressRow): PhaseProgress {
  return {
    finished: row.finished_names.map((name, index) => ({
      name,
      hash: row.finished_hashes[index] ?? '',
      rows: numberOf(row.finished_rows[index] ?? null),
    })),
    due: {
      name: row.phase,
      hash: row.phase_hash,
      rows: Number(row.rows_done),
      rowsBefore: Number(row.rows_before),
      rowsExpected: numberOf(row.rows_expected),
      repetitions: row.repetitions,
      errorsRecovered: row.errors_recovered,
    },
    total: row.total,
  };
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}

function arraySql(items: readonly string[], type: string): string {
  return `array[${items.join(', ')}]::${type}[]`;
}
