import type { ActionData } from '../../catalog/actor.js';
import type { MigrationData } from '../../catalog/migration-data.js';
import type { ValidationFailure } from '../../catalog/validation.js';
import type { ConfitureEvent } from '../../event.js';
import { duration } from './duration.js';
import { counted, type Fact, listed, placeFacts } from './fact.js';

/** The events that are about a migration in a run. */
export type MigrationEvent = Extract<ConfitureEvent, { readonly data: MigrationData }>;

/** What the headline of an event names; the phase where the event is about one. */
export function migrationSubject({ data }: MigrationEvent): string {
  if (!('phase_number' in data)) return data.migration_name;
  return `${data.phase} (${data.phase_number} of ${data.total_phases}) of ${data.migration_name}`;
}

export function migrationFacts(event: MigrationEvent): Fact[] {
  const { environment, data } = event;
  return [
    ['Migration', data.migration_name],
    ['Title', data.migration_title ?? null],
    ...placeFacts(environment, data.database),
    ['Schema', data.database.schema],
    ['Duration', data.duration_seconds === null ? null : duration(data.duration_seconds)],
    ...detailsOf(event),
  ];
}

/** What only some types say. */
function detailsOf({ data }: MigrationEvent): Fact[] {
  if ('rows_affected' in data) return [['Rows affected', textOf(data.rows_affected)]];
  if ('phase_number' in data) {
    return [
      ['Records', textOf(data.records_processed)],
      ['Errors recovered', data.errors_recovered === 0 ? null : String(data.errors_recovered)],
      ['Errors escalated', data.errors_escalated === 0 ? null : String(data.errors_escalated)],
    ];
  }
  if ('total_phases' in data) return [['Phases', data.total_phases === 1 ? null : String(data.total_phases)]];
  if ('error_id' in data) return errorFacts(data);
  if ('checks' in data) return validationFacts(data);
  if ('certificate_id' in data) {
    return [
      ['Certificate', data.certificate_id],
      ['Queries', String(data.queries)],
      ['Key', data.key_id],
    ];
  }
  return 'reason' in data ? actionFacts(data) : [];
}

export function actionFacts({ actor, reason }: Pick<ActionData, 'actor' | 'reason'>): Fact[] {
  return [
    ['By', actor],
    ['Reason', reason],
  ];
}

function errorFacts(data: Extract<MigrationEvent['data'], { readonly error_id: string }>): Fact[] {
  const resolved = 'resolution' in data ? data : null;
  return [
    ['Phase', data.phase],
    ['Attempts', data.attempts === 1 ? null : String(data.attempts)],
    ['Settled', resolved && sentences[resolved.resolution]],
    ['By', resolved?.actor ?? null],
    ['Error', data.error_id],
  ];
}

const sentences = {
  completed: 'a later run has completed it',
  resolved: 'it was resolved',
  baselined: 'it was marked as applied',
} as const;

function validationFacts(data: Extract<MigrationEvent['data'], { readonly checks: number }>): Fact[] {
  const failed = 'failures' in data ? data : null;
  return [
    ['Checks', String(data.checks)],
    ['Files', listed(data.files)],
    ['Failed', failed?.failures.slice(0, 5).map(failureText).join('; ') ?? null],
    ['Rolled back', failed && (failed.rolled_back ? 'yes' : 'no: the migration remains')],
  ];
}

function failureText({ file, query, reason, ...rows }: ValidationFailure): string {
  const { rows_before, rows_after, rows_different } = rows;
  const counts = [
    rows_before === null ? [] : `${counted(rows_before, 'row')} before`,
    rows_after === null ? [] : `${rows_after} after`,
    rows_different === null ? [] : `${rows_different} different`,
  ].flat();
  const place = `${file}, query ${query}: ${reason}`;
  return counts.length === 0 ? place : `${place} (${counts.join(', ')})`;
}

function textOf(count: number | null): string | null {
  return count === null ? null : String(count);
}
