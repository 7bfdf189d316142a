import type { MigrationData } from './catalog/migration-data.js';
import type { ConfitureEvent } from './event.js';
import type { DatabaseFacts } from './facts.js';

/** What an event about a migration says of its identity; a new one has no run yet. */
export type MigrationIdentity = Pick<
  MigrationData,
  'migration_id' | 'migration_name' | 'migration_version' | 'migration_title'
>;

/** What an event says of its migration; null where it is about something else. */
export function migrationOf({ data }: ConfitureEvent): MigrationIdentity | null {
  return 'migration_id' in data ? data : null;
}

/** The database that an event is about; null where it is about none. */
export function databaseOf({ data }: ConfitureEvent): DatabaseFacts | null {
  return 'database' in data ? data.database : null;
}

/** The run that an event belongs to; null where there was none. */
export function runIdOf({ data }: ConfitureEvent): string | null {
  return 'run_id' in data ? data.run_id : null;
}

/** When that began and ended which an event is about; all null where it is about no stretch of time. */
export function timesOf({
  data,
}: ConfitureEvent): Pick<MigrationData, 'started_at' | 'ended_at' | 'duration_seconds'> {
  return 'duration_seconds' in data ? data : { started_at: null, ended_at: null, duration_seconds: null };
}

/** Rows that were written; null where that is not known, or an event is about nothing that writes. */
export function rowsOf({ data }: ConfitureEvent): number | null {
  if ('rows_affected' in data) return data.rows_affected;
  return 'records_processed' in data ? data.records_processed : null;
}
