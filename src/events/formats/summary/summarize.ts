import { catalog } from '../../catalog.js';
import type { ConfitureEvent } from '../../event.js';
import type { ErrorFacts } from '../../facts.js';
import { type ApprovalEvent, approvalFacts, approvalSubject } from './approval-facts.js';
import { endpointFacts } from './endpoint-facts.js';
import { type Fact, listed } from './fact.js';
import { type MigrationEvent, migrationFacts, migrationSubject } from './migration-facts.js';
import { type RunEvent, runFacts, runSubject } from './run-facts.js';

/** What people are told about an event, before a vendor's mark-up. All of it may hold text from outside. */
export interface Summary {
  readonly outcome: 'success' | 'failure' | 'neutral';
  /** Emoji that tells the type at first sight. */
  readonly mark: string;
  /** For instance `Migration failed: 005_add_payment_table`. */
  readonly headline: string;
  /** Label and value, in the order to show them. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly error: ErrorFacts | undefined;
}

export function summarize(event: ConfitureEvent): Summary {
  const { data } = event;
  const { outcome, mark, headline } = catalog[event.type];
  const { subject, facts } = detailsOf(event);
  return {
    outcome,
    mark,
    headline: `${isFailedRollback(event) ? 'Rollback failed' : headline}: ${subject}`,
    facts: facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== ''),
    error: 'error' in data ? data.error : undefined,
  };
}

function isFailedRollback({ type, data }: ConfitureEvent): boolean {
  return type === 'migration.failed' && 'direction' in data && data.direction === 'down';
}

interface Details {
  readonly subject: string;
  readonly facts: readonly Fact[];
}

function detailsOf(event: ConfitureEvent): Details {
  if (event.type === 'migration.created') return createdDetails(event);
  if (isAboutApproval(event)) return { subject: approvalSubject(event), facts: approvalFacts(event) };
  if (isAboutMigration(event)) return { subject: migrationSubject(event), facts: migrationFacts(event) };
  if (isAboutRun(event)) return { subject: runSubject(event), facts: runFacts(event) };
  return { subject: event.data.endpoint, facts: endpointFacts(event) };
}

function createdDetails({ environment, data }: ConfitureEvent<'migration.created'>): Details {
  const facts: Fact[] = [
    ['Migration', data.migration_name],
    ['Title', data.migration_title],
    ['Environment', environment],
    ['Files', listed(data.files)],
    ['By', data.actor],
  ];
  return { subject: data.migration_name, facts };
}

function isAboutApproval(event: ConfitureEvent): event is ApprovalEvent {
  return 'approval_id' in event.data;
}

function isAboutMigration(event: ConfitureEvent): event is MigrationEvent {
  return 'migration_id' in event.data && 'run_id' in event.data;
}

function isAboutRun(event: ConfitureEvent): event is RunEvent {
  return 'migrations_total' in event.data;
}
