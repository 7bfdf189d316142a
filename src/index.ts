/** The public API: what a hook, a plugin or a program that migrates may rely on. */

export { defineHook } from './bus/define-hook.js';
export { defineOutboxHook } from './bus/define-outbox-hook.js';
export { type EventPhase, type EventStamp, eventOf, eventPhases } from './bus/event-of.js';
export {
  type Hook,
  type HookContext,
  type HookPhase,
  type HookPhaseName,
  hookPhases,
  type MigrationContext,
  type RunContext,
  type RunEndContext,
} from './bus/hook.js';
export type { Attempt, AttemptResult, OutboxHook, OutboxMessage, TargetEffect } from './bus/outbox-hook.js';
export { type RegisterHookOptions, registerHook } from './bus/register-hook.js';
export { resolveSettings, type Settings } from './config/settings.js';
export { type ConfitureConfig, defineConfig } from './config/written.js';
export { openProject, type Project, type ProjectOptions } from './confiture.js';
export type { Connection } from './database/connection.js';
export { knexConnection } from './database/knex.js';
export { type Disposition, dispositionOf } from './delivery/disposition.js';
export type { Outcome } from './delivery/outcome.js';
export { buildRequest, type DeliveryRequest } from './delivery/request.js';
export { nextAttempt } from './delivery/schedule.js';
export { createSender, type Sender } from './delivery/send.js';
export { ConfitureError, type ErrorCode, errorCodes, type SourceLocation } from './errors.js';
export type { Endpoint, FormatFunction, FormatName, Schedule } from './events/endpoint.js';
export type { ConfitureEvent, DatabaseFacts, ErrorFacts, EventDataMap, EventType } from './events/event.js';
export { matches } from './events/patterns.js';
export { maskText, type RedactionOptions } from './events/redaction.js';
