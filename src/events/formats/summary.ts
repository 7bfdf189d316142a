import { catalog } from '../catalog.js';
import type { ConfitureEvent, ErrorFacts } from '../event.js';

/** What people are told about an event, before a vendor's mark-up. All of it may hold text from outside. */
export interface Summary {
  readonly outcome: 'success' | 'failure' | 'neutral';
  /** For instance `Migration failed: 005_add_payment_table`. */
  readonly headline: string;
  /** Label and value, in the order to show them. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly error: ErrorFacts | undefined;
}

export function summarize(event: ConfitureEvent): Summary {
  const { data } = event;
  const { host, name } = data.database;
  const rows = 'rows_affected' in data ? data.rows_affected : null;
  const facts: [string, string | null][] = [
    ['Migration', data.migration_name],
    ['Environment', event.environment],
    ['Database', `${name} on ${host}`],
    ['Schema', data.database.schema],
    ['Duration', data.duration_seconds === null ? null : duration(data.duration_seconds)],
    ['Rows affected', rows === null ? null : String(rows)],
  ];
  return {
    outcome: catalog[event.type].outcome,
    headline: `${catalog[event.type].headline}: ${data.migration_name}`,
    facts: facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== ''),
    error: 'error' in data ? data.error : undefined,
  };
}

/** `UniqueViolation (23505)` and where it happened, without the message. */
export function errorTitle(error: ErrorFacts): string {
  const code = error.sqlstate === undefined ? '' : ` (${error.sqlstate})`;
  const line = error.line === undefined ? '' : `:${error.line}`;
  return `${error.type}${code}${error.file === undefined ? '' : ` at ${error.file}${line}`}`;
}

/** `340 ms`, `2.123 s`, `3 min 5 s`, `1 h 4 min`. */
export function duration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds < 1000) return `${milliseconds} ms`;
  if (milliseconds < 60_000) return `${milliseconds / 1000} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
