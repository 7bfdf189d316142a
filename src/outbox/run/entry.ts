import type { ConfitureEvent } from '../../events/event.js';
import type { EventPhase, EventStamp } from '../../hooks/call/event-of.js';
import { eventOf } from '../../hooks/call/event-of.js';
import type { HookContext } from '../../hooks/define/hook.js';
import type { OutboxHook, OutboxMessage } from '../../hooks/define/outbox-hook.js';
import { storable } from '../records/storable.js';

/** An event and the messages that hooks made of it: what is stored together. */
export interface OutboxEntry {
  readonly event: ConfitureEvent;
  readonly deliveries: readonly DraftDelivery[];
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

/**
 * What the hooks want stored of one moment; null where none of them wants anything. A hook that throws, or
 * whose message is no JSON, goes to `onFault` and takes no part.
 */
export function draftEntry(
  context: HookContext<EventPhase>,
  stamp: EventStamp,
  hooks: readonly OutboxHook[],
  onFault: (hook: string, error: unknown) => void,
): OutboxEntry | null {
  const deliveries = draftDeliveries(
    stamp.id,
    hooks.filter(({ on }) => on.includes(context.phase)),
    (hook) => hook.messages(context, stamp),
    onFault,
  );
  return deliveries.length === 0 ? null : { event: storable(eventOf(context, stamp)).value, deliveries };
}

/** What the hooks want stored of an event that is no moment of a run; null where none of them wants anything. */
export function draftAnnouncement(
  event: ConfitureEvent<'endpoint.disabled'>,
  hooks: readonly OutboxHook[],
  onFault: (hook: string, error: unknown) => void,
): OutboxEntry | null {
  const deliveries = draftDeliveries(event.id, hooks, (hook) => hook.announce?.(event) ?? [], onFault);
  return deliveries.length === 0 ? null : { event: storable(event).value, deliveries };
}

function draftDeliveries(
  eventId: string,
  hooks: readonly OutboxHook[],
  messagesOf: (hook: OutboxHook) => readonly OutboxMessage[],
  onFault: (hook: string, error: unknown) => void,
): DraftDelivery[] {
  const drafts = hooks.flatMap((hook) => draftsOf(hook, messagesOf, onFault));
  return drafts.map((draft, index) => ({ ...draft, id: deliveryId(eventId, index + 1) }));
}

function draftsOf(
  hook: OutboxHook,
  messagesOf: (hook: OutboxHook) => readonly OutboxMessage[],
  onFault: (hook: string, error: unknown) => void,
): Omit<DraftDelivery, 'id'>[] {
  try {
    const messages = messagesOf(hook).map((message) => storable(message));
    if (messages.some(({ value: { target } }) => typeof target !== 'string'))
      throw new TypeError('one of its messages has no target');
    return messages.map(({ value: message, text }) => ({ hook: hook.name, message, text }));
  } catch (error) {
    onFault(hook.name, error);
    return [];
  }
}

function deliveryId(eventId: string, place: number): string {
  return `${eventId.replace(/^evt_/, 'dlv_')}_${place}`;
}
