import type { EventStamp } from '../bus/event-of.js';
import type { HookContext, HookPhase } from '../bus/hook.js';

/**
 * A hook whose messages are kept and delivered with retries, beside the migrations and never in their
 * way. `messages` is pure: it turns a moment of a run into messages, without I/O, clock or chance.
 * `deliver` makes one attempt and says how it went; it may be called again with the same message.
 */
export interface OutboxHook<M extends OutboxMessage = OutboxMessage, P extends HookPhase = HookPhase> {
  readonly name: string;
  readonly on: readonly P[];
  /** `stamp` identifies the event that this moment is; all messages of one call share it. */
  messages(context: HookContext<P>, stamp: EventStamp): readonly M[];
  deliver(message: M, attempt: Attempt): Promise<AttemptResult>;
}

/** What a message must say of itself, for the log. */
export interface OutboxMessage {
  /** Who gets it, for instance the name of an endpoint. */
  readonly target: string;
  /** What it is about, for instance `migration.completed`. */
  readonly eventType: string;
  readonly migration: string | null;
}

export interface Attempt {
  /** Counts from 1. */
  readonly number: number;
  /** Aborted when the time for sending is over. */
  readonly signal: AbortSignal;
}

/** How one attempt ended. `text` is for people: no URL, no secret. */
export type AttemptResult =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'final'; readonly text: string }
  | {
      readonly kind: 'retry';
      readonly text: string;
      /** When to try again, in milliseconds since the epoch; null where it was the last attempt. */
      readonly nextAttemptAt: number | null;
    };

/** Gives a hook its type. */
export function defineOutboxHook<M extends OutboxMessage, P extends HookPhase>(
  hook: OutboxHook<M, P>,
): OutboxHook<M, P> {
  return hook;
}
