import type { ErrorFacts } from '../facts.js';
import { type ActorData, type ActorFacts, actorData, actorProperties, actorSample } from './actor.js';
import type { CatalogOf, FactOf } from './entry.js';
import {
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
import { about, type JsonSchema, matching, nullableText } from './schema.js';

/** An error in a run. The events of one error share its `error_id`. */
export interface ErrorData extends MigrationData {
  /** `err_…` */
  readonly error_id: string;
  readonly direction: EventDirection;
  /** The phase it happened in; null where that is not known. */
  readonly phase: string | null;
  /** How often the migration had been begun when this happened. */
  readonly attempts: number;
}

/** What settled an error: the migration is done, a person settled it, or marked it as applied. */
export type Resolution = 'completed' | 'resolved' | 'baselined';

/** Data of the events about errors. */
export interface ErrorEvents {
  'error.occurred': ErrorData & { readonly error: ErrorFacts };
  'error.recovered': ErrorData;
  'error.escalated': ErrorData & { readonly error: ErrorFacts };
  'error.resolved': ErrorData & ActorData & { readonly resolution: Resolution };
}

export interface ErrorRun {
  readonly errorId: string;
  readonly direction: EventDirection;
  readonly run: MigrationRun;
  readonly phase: string | null;
  readonly attempts: number;
}

export function errorOccurred(
  facts: ErrorRun,
  error: ErrorFacts,
): FactOf<Pick<ErrorEvents, 'error.occurred'>> {
  return { type: 'error.occurred', data: { ...dataOf(facts), error: errorData(error) } };
}

export function errorRecovered(facts: ErrorRun): FactOf<Pick<ErrorEvents, 'error.recovered'>> {
  return { type: 'error.recovered', data: dataOf(facts) };
}

export function errorEscalated(
  facts: ErrorRun,
  error: ErrorFacts,
): FactOf<Pick<ErrorEvents, 'error.escalated'>> {
  return { type: 'error.escalated', data: { ...dataOf(facts), error: errorData(error) } };
}

export function errorResolved(
  facts: ErrorRun,
  resolution: Resolution,
  actor: ActorFacts | null,
): FactOf<Pick<ErrorEvents, 'error.resolved'>> {
  return { type: 'error.resolved', data: { ...dataOf(facts), resolution, ...actorData(actor) } };
}

function dataOf({ errorId, direction, run, phase, attempts }: ErrorRun): ErrorData {
  return { error_id: errorId, ...migrationData(run), direction, phase, attempts };
}

const properties: Readonly<Record<Exclude<keyof ErrorData, keyof MigrationData>, JsonSchema>> = {
  error_id: about('The same in all events of this error.', matching('^err_')),
  direction: directionSchema,
  phase: about('The phase it happened in, or null.', nullableText),
  attempts: about('How often the migration had been begun when this happened.', {
    type: 'integer',
    minimum: 1,
  }),
};

const sample: ErrorData = {
  ...migrationSample,
  error_id: 'err_01kejdvja300000000000000000',
  direction: 'up',
  phase: 'execute',
  attempts: 1,
};

const lockError: ErrorFacts = {
  type: 'LockNotAvailable',
  message: 'canceling statement due to lock timeout',
  sqlstate: '55P03',
  file: '005_add_payment_table.up.sql',
  line: 12,
};

export const errorCatalog: CatalogOf<ErrorEvents> = {
  'error.occurred': {
    type: 'error.occurred',
    meaning: 'An error came up in a run; it may still be cured.',
    moment: 'Stored in a transaction of its own, after the rollback.',
    outcome: 'neutral',
    incident: 'none',
    mark: '⚠️',
    headline: 'Error occurred',
    schema: withMigration({ ...properties, error: errorSchema }),
    sample: { ...sample, error: lockError },
  },
  'error.recovered': {
    type: 'error.recovered',
    meaning: 'A retry cured an error; no person is needed.',
    moment: 'Written in the transaction that commits what had failed.',
    outcome: 'success',
    incident: 'none',
    mark: '✅',
    headline: 'Error recovered',
    schema: withMigration(properties),
    sample: { ...sample, attempts: 2 },
  },
  'error.escalated': {
    type: 'error.escalated',
    meaning: 'An error is given up: a person is needed.',
    moment: 'Stored in a transaction of its own, once for each error.',
    outcome: 'failure',
    incident: 'opens',
    mark: '🚨',
    headline: 'Error escalated',
    schema: withMigration({ ...properties, error: errorSchema }),
    sample: { ...sample, error: errorSample },
  },
  'error.resolved': {
    type: 'error.resolved',
    meaning:
      'An escalated error is settled: its migration was done by a later run, resolved, or marked as applied.',
    moment: 'Written in the transaction that settles it.',
    outcome: 'success',
    incident: 'closes',
    mark: '✅',
    headline: 'Error resolved',
    schema: withMigration({
      ...properties,
      resolution: matching('^(completed|resolved|baselined)$'),
      ...actorProperties,
    }),
    sample: { ...sample, resolution: 'completed', ...actorSample },
  },
};
