import type { EventType } from '../event.js';

const pythonNames: Partial<Record<EventType, string>> = {
  'migration.completed': 'migration_success',
  'migration.failed': 'migration_error',
};

/** The Python Confiture's name of a type; the type itself where it has none. */
export function eventTypeName(type: EventType): string {
  return pythonNames[type] ?? type;
}
