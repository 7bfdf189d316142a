import type { ApprovalEvents } from './catalog/approval.js';
import type { CertificateEvents } from './catalog/certificate.js';
import type { CreatedEvents } from './catalog/created.js';
import type { EndpointEvents } from './catalog/endpoint.js';
import type { FactOf } from './catalog/entry.js';
import type { ErrorEvents } from './catalog/error.js';
import type { MigrationEvents } from './catalog/migration.js';
import type { PhaseEvents } from './catalog/phase.js';
import type { RunEvents } from './catalog/run.js';
import type { SteeringEvents } from './catalog/steering.js';
import type { ValidationEvents } from './catalog/validation.js';

/** Data of each event type, group by group. The keys are the one list of types. */
export interface EventDataMap
  extends CreatedEvents,
    MigrationEvents,
    SteeringEvents,
    PhaseEvents,
    RunEvents,
    ApprovalEvents,
    ErrorEvents,
    ValidationEvents,
    CertificateEvents,
    EndpointEvents {}

export type EventType = keyof EventDataMap;

interface EventOf<T extends EventType> {
  /** `evt_…`, time-ordered; the same in every attempt and for every endpoint. */
  readonly id: string;
  readonly type: T;
  /** ISO 8601 UTC with milliseconds. */
  readonly created_at: string;
  readonly environment: string;
  readonly organization_id: string | null;
  readonly correlation_id: string;
  /** W3C Trace Context of what made it; absent where it is part of no trace. In no body, but a header of each request. */
  readonly traceparent?: string;
  readonly data: EventDataMap[T];
}

/** Any event, discriminated by `type`: a fact that carries no secret. */
export type ConfitureEvent<T extends EventType = EventType> = { [K in T]: EventOf<K> }[T];

/** A fact of any type. */
export type EventFact = FactOf<EventDataMap>;
