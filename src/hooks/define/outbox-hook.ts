import type { ConfitureEvent } from '../../events/event.js';
import type { EventPattern, MatchedType } from '../../events/patterns.js';
import type { AttemptError, AttemptTiming } from './attempt-facts.js';

/**
 * A hook whose messages are stored in the transaction of the change that their event states, and delivered with
 * retries by the process that works the outbox: the run itself, a later run, `webhooks deliver` or `worker`.
 */
export interface OutboxHook<M extends OutboxMessage = OutboxMessage, P extends EventPattern = EventPattern> {
  /** Stored with each message, so that another process finds the hook again; unique within a project. */
  readonly name: string;
  /** Event types and patterns: `migration.failed`, `migration.*`, `*`. */
  readonly subscribes: readonly P[];
  /**
   * Names of the endpoints that can be delivered to from here. Messages for others wait until a process comes along
   * that has them. Leave it out where every endpoint can be.
   */
  endpoints?(): readonly string[];
  /**
   * Pure: no I/O, clock or chance. For a migration that is applied or undone it is called before the commit, when
   * times and row counts are not known yet, and again after it; the second answer replaces the content of the first,
   * one by one, and can neither add messages nor take any back. Messages are stored as JSON: no secret may be in them.
   * A throw is reported and leaves the event without messages of this hook.
   */
  messages(event: ConfitureEvent<MatchedType<P>>): readonly M[];
  /**
   * Makes one attempt. May be called again with the same message, also by another process at another
   * time. A throw is an attempt that failed, retried on the schedule `confiture`.
   */
  deliver(message: M, attempt: Attempt): Promise<AttemptResult>;
}

/** What a message must say of itself. Everything else in it is the hook's own: any JSON value. */
export interface OutboxMessage {
  /** Name of the endpoint that it is for. */
  readonly endpoint: string;
}

export interface Attempt {
  /** Place in the schedule, from 1; a retry by hand begins at 1 again. */
  readonly number: number;
  /** The stored event; its id is the same in every attempt and for every endpoint. */
  readonly event: ConfitureEvent;
  /** Aborted after 30 s, and when the process has to stop; an attempt that was stopped is made again. */
  readonly signal: AbortSignal;
}

/**
 * How one attempt ended: `done`, given up (`final`), or to be made again (`retry`). `text` is for people:
 * no URL, no secret.
 */
export type AttemptResult = AttemptFacts &
  (
    | { readonly kind: 'done' | 'final' }
    | {
        readonly kind: 'retry';
        /** When to try again, in milliseconds since the epoch; null where it was the last attempt. */
        readonly nextAttemptAt: number | null;
      }
  );

interface AttemptFacts {
  readonly text: string;
  /** What this attempt says about the endpoint as a whole. */
  readonly effect?: EndpointEffect;
  /** What the endpoint answered; the text must be masked. */
  readonly answer?: { readonly status: number; readonly text: string };
  /** Why there is no answer; default `other` where the attempt failed. */
  readonly error?: AttemptError;
  readonly details?: AttemptDetails;
}

/** What the log keeps of a request and its answer beside their outcome. No URL, no secret. */
export interface AttemptDetails {
  readonly timing?: AttemptTiming;
  /** Headers of the answer that help to find a fault; never cookies or credentials. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The same text as long as the deliveries of an endpoint go to the same URL; says nothing of the URL itself. */
  readonly urlMark?: string;
  /** How many secrets have signed: two during a rotation. */
  readonly secrets?: number;
}

/** `disable`: it wants no more. `throttle`: nothing is to be sent to it until `untilMs` (epoch milliseconds). */
export type EndpointEffect =
  | { readonly kind: 'disable'; readonly reason: string }
  | { readonly kind: 'throttle'; readonly untilMs: number };
