import type { ErrorFacts } from '../facts.js';
import type { CatalogOf, FactOf } from './entry.js';
import {
  begunSample,
  directionSchema,
  type EventDirection,
  errorData,
  errorSample,
  errorSchema,
  type MigrationData,
  type MigrationRun,
  migrationData,
  migrationSample,
  withMigration,
} from './migration-data.js';
import { about, nullableCount } from './schema.js';

/** Data of the events about the turn of a migration in a run. */
export interface MigrationEvents {
  'migration.started': MigrationData & {
    readonly direction: EventDirection;
    /** Phases that will follow. */
    readonly total_phases: number;
  };
  'migration.completed': MigrationData & { readonly rows_affected: number | null };
  'migration.failed': MigrationData & {
    /** What failed: applying the migration, or undoing it. */
    readonly direction: EventDirection;
    readonly error: ErrorFacts;
  };
  'migration.rolled_back': MigrationData & { readonly rows_affected: number | null };
}

export function migrationStarted(
  direction: EventDirection,
  run: MigrationRun,
  totalPhases: number,
): FactOf<Pick<MigrationEvents, 'migration.started'>> {
  return { type: 'migration.started', data: { ...migrationData(run), direction, total_phases: totalPhases } };
}

/** `up`: the migration is applied; `down`: it is undone. */
export function migrationDone(
  direction: EventDirection,
  run: MigrationRun & { readonly rowsAffected: number | null },
): FactOf<Pick<MigrationEvents, 'migration.completed' | 'migration.rolled_back'>> {
  const data = { ...migrationData(run), rows_affected: run.rowsAffected };
  return { type: direction === 'up' ? 'migration.completed' : 'migration.rolled_back', data };
}

export function migrationFailed(
  direction: EventDirection,
  run: MigrationRun,
  error: ErrorFacts,
): FactOf<Pick<MigrationEvents, 'migration.failed'>> {
  return { type: 'migration.failed', data: { ...migrationData(run), direction, error: errorData(error) } };
}

export const migrationCatalog: CatalogOf<MigrationEvents> = {
  'migration.started': {
    type: 'migration.started',
    meaning: 'The turn of a migration, or of its rollback (`direction`), has begun.',
    moment: 'Committed by itself before its first statement, and sent while that runs.',
    outcome: 'neutral',
    incident: 'none',
    mark: '▶️',
    headline: 'Migration started',
    schema: withMigration({
      direction: directionSchema,
      total_phases: about('Phases that will follow.', { type: 'integer', minimum: 1 }),
    }),
    sample: { ...begunSample, direction: 'up', total_phases: 1 },
  },
  'migration.completed': {
    type: 'migration.completed',
    meaning: 'A migration is applied.',
    moment: 'Written in the transaction that commits the migration and its ledger row.',
    outcome: 'success',
    incident: 'closes',
    mark: '✅',
    headline: 'Migration completed',
    schema: withMigration({ rows_affected: nullableCount }),
    sample: { ...migrationSample, rows_affected: 50000 },
  },
  'migration.failed': {
    type: 'migration.failed',
    meaning: 'A migration, or its rollback (`direction`), was given up; nothing of its transaction remains.',
    moment: 'Written in a transaction of its own, after the rollback.',
    outcome: 'failure',
    incident: 'opens',
    mark: '❌',
    headline: 'Migration failed',
    schema: withMigration({ direction: directionSchema, error: errorSchema }),
    sample: { ...migrationSample, direction: 'up', error: errorSample },
  },
  'migration.rolled_back': {
    type: 'migration.rolled_back',
    meaning: 'An applied migration was undone by its down file.',
    moment: 'Written in the transaction that commits the down file and removes the ledger row.',
    outcome: 'neutral',
    incident: 'closes',
    mark: '↩️',
    headline: 'Migration rolled back',
    schema: withMigration({ rows_affected: nullableCount }),
    sample: { ...migrationSample, rows_affected: 0 },
  },
};
