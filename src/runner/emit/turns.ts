import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { Timing } from '../run-info.js';
import type { EmitContext } from './emit-context.js';
import { phasesOfTurn, Turn } from './turn.js';

/** The turns of the migrations that are on their way. */
export class Turns {
  readonly #context: EmitContext;
  readonly #turns = new Map<string, Turn>();
  readonly #preflights = new Map<string, Timing>();

  constructor(context: EmitContext) {
    this.#context = context;
  }

  /** The turn of a migration, from the first time that it is asked for. */
  of(migration: LoadedMigration): Turn {
    const { version, name } = migration.file;
    const found = this.#turns.get(version);
    if (found) return found;
    const { direction, info } = this.#context;
    const { title } = migration;
    const turn = new Turn(direction, info, { version, name, title }, phasesOfTurn(migration, this.#context));
    this.#turns.set(version, turn);
    return turn;
  }

  /** The gates have let a migration pass, before its file was read. */
  passedPreflight({ version }: MigrationFile, timing: Timing): void {
    this.#preflights.set(version, timing);
  }

  /** What was approved with the whole plan takes no time of a single migration. */
  preflightOf({ migration: { version } }: Turn, now: () => number): Timing | null {
    const passed = this.#preflights.get(version);
    if (passed || !this.#context.hasPreflight) return passed ?? null;
    const at = new Date(now());
    return { startedAt: at, endedAt: at, rowsAffected: null };
  }

  find({ version }: Pick<MigrationFile, 'version'>): Turn | undefined {
    return this.#turns.get(version);
  }

  /** The turn of a migration whose file may never have been read. */
  findOrMake({ version, name }: MigrationFile): Turn {
    const { direction, info } = this.#context;
    const migration = { version, name, title: null };
    return this.#turns.get(version) ?? new Turn(direction, info, migration, { total: 1, only: null });
  }

  /** The migration is done. */
  end({ version }: MigrationFile): void {
    this.#turns.delete(version);
  }
}
