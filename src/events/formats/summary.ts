import { catalog } from '../catalog.js';
import type { ConfitureEvent } from '../event.js';
import type { ErrorFacts } from '../facts.js';
import type { MigrationEvent } from '../migration-of.js';

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
  const { outcome, headline } = catalog[event.type];
  const facts = factsOf(event);
  const subject = 'migration_name' in data ? data.migration_name : data.endpoint;
  return {
    outcome,
    headline: `${isFailedRollback(event) ? 'Rollback failed' : headline}: ${subject}`,
    facts: facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== ''),
    error: 'error' in data ? data.error : undefined,
  };
}

function isFailedRollback({ data }: ConfitureEvent): boolean {
  return 'direction' in data && data.direction === 'down';
}

type Fact = [label: string, value: string | null];

function factsOf(event: ConfitureEvent): Fact[] {
  if (event.type === 'webhook.test') return testFacts(event);
  return event.type === 'endpoint.disabled' ? disabledFacts(event) : migrationFacts(event);
}

function disabledFacts({ environment, data }: ConfitureEvent<'endpoint.disabled'>): Fact[] {
  return [
    ['Endpoint', data.endpoint],
    ['Environment', environment],
    ['Reason', data.reason],
    ['Failures', String(data.failures)],
    ['Failing since', data.failing_since],
  ];
}

function testFacts({ environment, data }: ConfitureEvent<'webhook.test'>): Fact[] {
  return [
    ['Endpoint', data.endpoint],
    ['Environment', environment],
    ['Message', data.message],
  ];
}

function migrationFacts({ environment, data }: MigrationEvent): Fact[] {
  const { host, name, schema } = data.database;
  const rows = 'rows_affected' in data ? data.rows_affected : null;
  return [
    ['Migration', data.migration_name],
    ['Environment', environment],
    ['Database', `${name} on ${host}`],
    ['Schema', schema],
    ['Duration', data.duration_seconds === null ? null : duration(data.duration_seconds)],
    ['Rows affected', rows === null ? null : String(rows)],
  ];
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
