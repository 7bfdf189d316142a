import { type ActionData, type ActorFacts, actionData, actionProperties, actorSample } from './actor.js';
import type { CatalogOf, FactOf } from './entry.js';
import {
  directionSchema,
  type EventDirection,
  type MigrationData,
  type MigrationRun,
  migrationData,
  migrationSample,
  withMigration,
} from './migration-data.js';

/** A migration that a run was steered at; `actor` and `reason` are null where a signal did it. */
export interface SteeringData extends MigrationData, ActionData {
  readonly direction: EventDirection;
}

/** Data of the events about pausing, going on and cancelling. */
export interface SteeringEvents {
  'migration.paused': SteeringData;
  'migration.resumed': SteeringData;
  'migration.cancelled': SteeringData;
}

/** `reason` as typed. */
export interface SteeringFacts {
  readonly direction: EventDirection;
  readonly run: MigrationRun;
  readonly actor: ActorFacts | null;
  readonly reason: string | null;
}

export function migrationPaused(facts: SteeringFacts): FactOf<Pick<SteeringEvents, 'migration.paused'>> {
  return { type: 'migration.paused', data: dataOf(facts) };
}

export function migrationResumed(facts: SteeringFacts): FactOf<Pick<SteeringEvents, 'migration.resumed'>> {
  return { type: 'migration.resumed', data: dataOf(facts) };
}

export function migrationCancelled(
  facts: SteeringFacts,
): FactOf<Pick<SteeringEvents, 'migration.cancelled'>> {
  return { type: 'migration.cancelled', data: dataOf(facts) };
}

function dataOf({ direction, run, actor, reason }: SteeringFacts): SteeringData {
  return { ...migrationData(run), direction, ...actionData(actor, reason) };
}

const schema = withMigration({ direction: directionSchema, ...actionProperties });

const notBegun = { ...migrationSample, started_at: null, ended_at: null, duration_seconds: null };

export const steeringCatalog: CatalogOf<SteeringEvents> = {
  'migration.paused': {
    type: 'migration.paused',
    meaning:
      'A run stops before a migration, or between two of its phases or batches, until it is told to go on.',
    moment: 'Stored when the run has reached the place where it stops; no transaction is open there.',
    outcome: 'neutral',
    incident: 'none',
    mark: '⏸️',
    headline: 'Migration paused',
    schema,
    sample: { ...notBegun, direction: 'up', ...actorSample, reason: 'peak hours' },
  },
  'migration.resumed': {
    type: 'migration.resumed',
    meaning: 'A paused run goes on with this migration.',
    moment: 'Stored when the run goes on, before the next statement.',
    outcome: 'neutral',
    incident: 'none',
    mark: '⏯️',
    headline: 'Migration resumed',
    schema,
    sample: { ...notBegun, direction: 'up', ...actorSample, reason: null },
  },
  'migration.cancelled': {
    type: 'migration.cancelled',
    meaning:
      'A run was cancelled at this migration, by a signal, a command or the API; its open transaction was rolled back.',
    moment: 'Stored in a transaction of its own, after the rollback.',
    outcome: 'neutral',
    incident: 'none',
    mark: '🛑',
    headline: 'Migration cancelled',
    schema,
    sample: { ...migrationSample, direction: 'up', ...actorSample, reason: 'wrong branch' },
  },
};
