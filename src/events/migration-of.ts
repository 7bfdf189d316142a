import type { MigrationData } from './catalog/migration.js';
import type { ConfitureEvent } from './event.js';

/** The events that are about a migration. */
export type MigrationEvent = Extract<ConfitureEvent, { readonly data: MigrationData }>;

/** What an event says of its migration; null where it is about something else. */
export function migrationOf({ data }: ConfitureEvent): MigrationData | null {
  return 'migration_id' in data ? data : null;
}
