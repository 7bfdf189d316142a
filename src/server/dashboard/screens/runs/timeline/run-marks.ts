import type { RunDetail } from '../../../api/generated.js';

/** A moment on the time axis at which an error came up, or was cured. */
export interface TimelineMark {
  readonly id: string;
  readonly kind: 'error' | 'recovered';
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly text: string;
}

/** The errors of a migration and their cures, as the events of its run tell. */
export function marksOf(events: RunDetail['events'], migrationId: string): readonly TimelineMark[] {
  return events.flatMap(({ id, type, migration_id: of, created_at: at, error }): TimelineMark[] => {
    if (of !== migrationId) return [];
    const mark = { id, atMs: Date.parse(at) };
    if (type === 'error.recovered') return [{ ...mark, kind: 'recovered', text: 'the error was recovered' }];
    if (type !== 'error.occurred' || error === null) return [];
    return [{ ...mark, kind: 'error', text: `${error.type}: ${error.message}` }];
  });
}
