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
import { about, count, nullableCount, text } from './schema.js';

/** A phase of a migration. Times and duration are those of the phase. */
export interface PhaseData extends MigrationData {
  readonly direction: EventDirection;
  /** `preflight`, `execute`, `validate`, or a name from the file. */
  readonly phase: string;
  /** From 1. */
  readonly phase_number: number;
  readonly total_phases: number;
  /** Rows by command tags; null where that is not known: only DDL or DO blocks ran. */
  readonly records_processed: number | null;
  /** Errors of this phase that a retry cured. */
  readonly errors_recovered: number;
  /** Errors of this phase that were given up. */
  readonly errors_escalated: number;
}

/** Data of the events about the phases of a migration. */
export interface PhaseEvents {
  'migration.phase.started': PhaseData;
  'migration.phase.completed': PhaseData;
  'migration.phase.failed': PhaseData & { readonly error: ErrorFacts };
}

export interface PhaseFacts {
  readonly direction: EventDirection;
  /** `startedAt` and `endedAt` are those of the phase. */
  readonly run: MigrationRun;
  readonly phase: string;
  /** From 1. */
  readonly number: number;
  readonly total: number;
  readonly recordsProcessed: number | null;
  readonly errorsRecovered: number;
  readonly errorsEscalated: number;
}

export function phaseStarted(facts: PhaseFacts): FactOf<Pick<PhaseEvents, 'migration.phase.started'>> {
  return { type: 'migration.phase.started', data: dataOf(facts) };
}

export function phaseCompleted(facts: PhaseFacts): FactOf<Pick<PhaseEvents, 'migration.phase.completed'>> {
  return { type: 'migration.phase.completed', data: dataOf(facts) };
}

export function phaseFailed(
  facts: PhaseFacts,
  error: ErrorFacts,
): FactOf<Pick<PhaseEvents, 'migration.phase.failed'>> {
  return { type: 'migration.phase.failed', data: { ...dataOf(facts), error: errorData(error) } };
}

function dataOf(facts: PhaseFacts): PhaseData {
  return {
    ...migrationData(facts.run),
    direction: facts.direction,
    phase: facts.phase,
    phase_number: facts.number,
    total_phases: facts.total,
    records_processed: facts.recordsProcessed,
    errors_recovered: facts.errorsRecovered,
    errors_escalated: facts.errorsEscalated,
  };
}

const properties = {
  direction: directionSchema,
  phase: about('`preflight`, `execute`, `validate`, or a name from the file.', text),
  phase_number: { type: 'integer', minimum: 1 },
  total_phases: { type: 'integer', minimum: 1 },
  records_processed: about('Rows by command tags; null where only DDL or DO blocks ran.', nullableCount),
  errors_recovered: about('Errors of this phase that a retry cured.', count),
  errors_escalated: about('Errors of this phase that were given up.', count),
};

const sample: PhaseData = {
  ...migrationSample,
  ended_at: '2026-01-09T15:27:50.000Z',
  duration_seconds: 3847,
  direction: 'up',
  phase: 'data_transfer',
  phase_number: 3,
  total_phases: 5,
  records_processed: 5234891,
  errors_recovered: 47,
  errors_escalated: 0,
};

export const phaseCatalog: CatalogOf<PhaseEvents> = {
  'migration.phase.started': {
    type: 'migration.phase.started',
    meaning: 'A phase of a migration has begun.',
    moment: 'Committed by itself before its first statement, and sent while that runs.',
    outcome: 'neutral',
    incident: 'none',
    mark: '▶️',
    headline: 'Phase started',
    schema: withMigration(properties),
    sample: {
      ...sample,
      ...begunSample,
      records_processed: null,
      errors_recovered: 0,
    },
  },
  'migration.phase.completed': {
    type: 'migration.phase.completed',
    meaning: 'A phase of a migration is done.',
    moment: 'Written in the transaction that commits the phase.',
    outcome: 'success',
    incident: 'none',
    mark: '✅',
    headline: 'Phase completed',
    schema: withMigration(properties),
    sample,
  },
  'migration.phase.failed': {
    type: 'migration.phase.failed',
    meaning: 'A phase of a migration was given up; nothing of its transaction remains.',
    moment: 'Written in a transaction of its own, after the rollback.',
    outcome: 'failure',
    incident: 'none',
    mark: '❌',
    headline: 'Phase failed',
    schema: withMigration({ ...properties, error: errorSchema }),
    sample: {
      ...sample,
      ...migrationSample,
      records_processed: null,
      errors_recovered: 0,
      errors_escalated: 1,
      error: errorSample,
    },
  },
};
