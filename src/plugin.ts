/** What a hook or a plugin may rely on, the built-in ones included. `index.ts` exports all of it. */

export type { BuiltInHooks } from './app/built-in-hooks.js';
export type { Settings } from './app/settings.js';
export { type ConfitureConfig, defineConfig } from './config/file/user-config.js';
export { buildRequest, type DeliveryRequest } from './delivery/request/request.js';
export { nextAttempt } from './delivery/request/schedule.js';
export { urlMark } from './delivery/request/url-mark.js';
export { type Disposition, dispositionOf } from './delivery/transport/disposition.js';
export type { Outcome } from './delivery/transport/outcome.js';
export { createSender, type Sender } from './delivery/transport/send.js';
export { ConfitureError, type ErrorCode, errorCodes, type SourceLocation } from './errors.js';
export type { Endpoint, FormatFunction, FormatName, Schedule } from './events/endpoint.js';
export {
  type EndpointSource,
  type EndpointSubscription,
  fixedEndpoints,
  namesOf,
} from './events/endpoint-source.js';
export type { ConfitureEvent, EventDataMap, EventType } from './events/event.js';
export type { DatabaseFacts, ErrorFacts } from './events/facts.js';
export { isOfUse } from './events/formats/incident.js';
export { type EventPattern, matches } from './events/patterns.js';
export type { AttemptError, AttemptTiming } from './hooks/define/attempt-facts.js';
export { defineHook } from './hooks/define/define-hook.js';
export { defineOutboxHook } from './hooks/define/define-outbox-hook.js';
export {
  type Hook,
  type HookContext,
  type HookPhase,
  type HookPhaseName,
  hookPhases,
  type MigrationContext,
  type RunContext,
  type RunEndContext,
} from './hooks/define/hook.js';
export type {
  Attempt,
  AttemptDetails,
  AttemptResult,
  EndpointEffect,
  OutboxHook,
  OutboxMessage,
} from './hooks/define/outbox-hook.js';
export { type RegisterHookOptions, registerHook } from './hooks/define/register-hook.js';
export { maskText, type RedactionOptions } from './redaction/redaction.js';
