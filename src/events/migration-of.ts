import type { ConfitureEvent, MigrationData } from './event.js';

/** The events that are about a migration. */
export type MigrationEvent = Extract<ConfitureEvent, { readonly data: MigrationData }>;

/** What an event says of its migration; null where it is about something else. */
export function migrationOf({ data }: ConfitureEvent): MigrationData | null {
  return 'migration_id' in data ? data : null;
}
