import type { ConfitureEvent } from '../../events/event.js';
import { matches } from '../../events/patterns.js';
import type { OutboxHook, OutboxMessage } from '../../hooks/define/outbox-hook.js';
import { storable } from './storable.js';

/** An event and the messages that hooks made of it, which are stored together. */
export interface OutboxRecord {
  readonly event: ConfitureEvent;
  readonly deliveries: readonly DraftDelivery[];
  /** The event as JSON, where that was written already. */
  readonly body?: string;
}

/** One message on its way into the outbox. */
export interface DraftDelivery {
  /** `dlv_…_1`: the event's id and the place among its messages, so that it needs no answer from the server. */
  readonly id: string;
  readonly hook: string;
  readonly message: OutboxMessage;
  /** The message as JSON. */
  readonly text: string;
}

/** Who is asked for messages, and who hears of the ones that could not be made. */
export interface Subscribers {
  readonly hooks: readonly OutboxHook[];
  /** Told when a hook could not make its messages. */
  readonly onFault: (hook: string, error: unknown) => void;
  /** True where events are kept that no hook wants anything of; default false. */
  readonly keepsAll?: () => boolean;
}

/**
 * What the subscribers of an event want stored of it; null where none of them wants anything and not all events are
 * kept. A hook that throws, or
 * whose message is no JSON, goes to `onFault` and takes no part.
 */
export function recordOf(
  event: ConfitureEvent,
  { hooks, onFault, keepsAll }: Subscribers,
): OutboxRecord | null {
  const drafts = hooks
    .filter(({ subscribes }) => matches(subscribes, event.type))
    .flatMap((hook) => draftsOf(hook, event, onFault));
  if (drafts.length === 0 && !keepsAll?.()) return null;
  const deliveries = drafts.map((draft, index) => ({ ...draft, id: deliveryId(event.id, index + 1) }));
  const { value, text } = storable(event);
  return { event: value, deliveries, body: text };
}

function draftsOf(
  hook: OutboxHook,
  event: ConfitureEvent,
  onFault: Subscribers['onFault'],
): Omit<DraftDelivery, 'id'>[] {
  try {
    const messages = hook.messages(event).map((message) => storable(message));
    if (messages.some(({ value: { endpoint } }) => typeof endpoint !== 'string'))
      throw new TypeError('one of its messages names no endpoint');
    return messages.map(({ value: message, text }) => ({ hook: hook.name, message, text }));
  } catch (error) {
    onFault(hook.name, error);
    return [];
  }
}

function deliveryId(eventId: string, place: number): string {
  return `${eventId.replace(/^evt_/, 'dlv_')}_${place}`;
}
