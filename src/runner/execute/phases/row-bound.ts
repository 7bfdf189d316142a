import type { Connection } from '../../../database/connection.js';
import { ConfitureError } from '../../../errors.js';
import type { Phase } from '../../../migrations/analysis/phases.js';
import type { LoadedMigration } from '../../../migrations/files/load-migration.js';
import type { DuePhase } from '../../ledger/phase-progress.js';
import { countRows } from './count-rows.js';
import { type NamedTables, namedTables } from './named-tables.js';

/** Times the rows of its tables that a batch phase may change before it counts as endless. */
const MOST_TIMES = 2;

/** Keeps a batch phase from changing rows for ever, and from changing more than its author allows. */
export class RowBound {
  readonly #migration: LoadedMigration;
  readonly #phase: Phase;
  readonly #tables: NamedTables | null;
  #expected: number | null;

  private constructor(
    migration: LoadedMigration,
    phase: Phase,
    tables: NamedTables | null,
    expected: number | null,
  ) {
    this.#migration = migration;
    this.#phase = phase;
    this.#tables = tables;
    this.#expected = expected;
  }

  /** Asks how many rows the tables hold, unless an earlier run has noted it. */
  static async of(
    connection: Connection,
    migration: LoadedMigration,
    phase: Phase,
    { rowsExpected }: DuePhase,
  ): Promise<RowBound> {
    const tables = await namedTables(phase);
    const expected = tables && (rowsExpected ?? (await countRows(connection, tables, { exactly: false })));
    return new RowBound(migration, phase, tables, expected);
  }

  /** Rows that the tables held, as an estimate; null where nothing bounds the phase. */
  get expected(): number | null {
    return this.#expected;
  }

  /** The error where `due` has changed more rows than the author allows; null where it may go on. */
  tooMany({ rows }: Pick<DuePhase, 'rows'>): ConfitureError | null {
    const { batch } = this.#phase.options;
    if (!batch?.maxRows || rows <= batch.maxRows) return null;
    const { name } = this.#phase;
    return this.#error(
      `the phase "${name}" would change more than the ${batch.maxRows} rows that its max allows`,
      'Raise max where that is right. What was changed before stays; the same command goes on from there.',
    );
  }

  /** True where the phase has perhaps changed the same rows again. */
  isSuspicious({ rows, rowsBefore }: DuePhase): boolean {
    return this.#expected !== null && rows - rowsBefore > MOST_TIMES * this.#expected;
  }

  /**
   * The error where the phase changes the same rows again; null where it may go on. Before it says so, it counts the
   * rows: an estimate alone stops nothing. No transaction is open.
   */
  async endless(connection: Connection, due: DuePhase): Promise<ConfitureError | null> {
    if (this.#tables === null || !this.isSuspicious(due)) return null;
    const now = await countRows(connection, this.#tables, { exactly: true });
    const changed = due.rows - due.rowsBefore;
    this.#expected = Math.max(this.#expected ?? 0, heldBefore(this.#tables, now ?? 0, changed));
    if (!this.isSuspicious(due)) return null;
    const { name } = this.#phase;
    return this.#error(
      `the phase "${name}" has changed ${changed} rows, more than twice what its tables held: its WHERE does not leave out what is done`,
      'Let the WHERE choose only rows that are still to be changed, for instance `where total is null`. What was changed stays; after the mend the same command goes on.',
    );
  }

  #error(message: string, hint: string): ConfitureError {
    const { file, path } = this.#migration;
    return new ConfitureError('BATCH_UNBOUNDED', `${file.name} failed: ${message}`, {
      hint,
      location: { file: path.displayPath, line: this.#phase.line },
      migration: file.name,
    });
  }
}

/** Rows that the tables held at least, by those that they hold now: repetitions may have added or taken them. */
function heldBefore({ changes }: NamedTables, now: number, changed: number): number {
  if (changes.has('insert') || changes.has('merge')) return now - changed;
  return changes.has('delete') ? now + changed : now;
}
