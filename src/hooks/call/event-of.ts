import type { ConfitureEvent, EventType } from '../../events/event.js';
import { maskKnownSecrets } from '../../redaction/redaction.js';
import type { HookContext, HookPhase } from '../define/hook.js';

/** Identity and surroundings of an event, which its moment alone does not give. */
export interface EventStamp {
  /** `evt_…` */
  readonly id: string;
  readonly createdAt: Date;
  readonly organizationId: string | null;
}

/** Phases that are facts worth telling, and the event each of them is. */
const EVENT_TYPES = {
  post_execute: 'migration.completed',
  on_error: 'migration.failed',
  post_rollback: 'migration.rolled_back',
} as const satisfies Partial<Record<HookPhase, EventType>>;

export type EventPhase = keyof typeof EVENT_TYPES;

/** Phases of which `eventOf` makes an event. */
export const eventPhases = Object.keys(EVENT_TYPES) as readonly EventPhase[];

export function isEventPhase(phase: HookPhase): phase is EventPhase {
  return Object.hasOwn(EVENT_TYPES, phase);
}

/**
 * The event a moment of a run is. Fields are taken one by one: what is not named here is in no event. The name is
 * that of a file, in which people have been seen to put keys.
 */
export function eventOf(
  context: HookContext<EventPhase>,
  stamp: EventStamp,
): ConfitureEvent<(typeof EVENT_TYPES)[EventPhase]> {
  const common = {
    id: stamp.id,
    created_at: stamp.createdAt.toISOString(),
    environment: context.environment,
    organization_id: stamp.organizationId,
    correlation_id: context.correlationId,
  };
  const data = {
    migration_id: context.migrationId,
    migration_name: maskKnownSecrets(context.migrationName),
    migration_version: context.migrationVersion,
    run_id: context.runId,
    database: { ...context.database },
    started_at: context.startTime?.toISOString() ?? null,
    ended_at: context.endTime?.toISOString() ?? null,
    duration_seconds: context.durationSeconds,
  };
  return context.phase === 'on_error'
    ? {
        ...common,
        type: EVENT_TYPES.on_error,
        data: { ...data, direction: context.direction, error: { ...context.error } },
      }
    : { ...common, type: EVENT_TYPES[context.phase], data: { ...data, rows_affected: context.rowsAffected } };
}
