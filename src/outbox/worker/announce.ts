import { randomBytes } from 'node:crypto';
import { eventId } from '../../events/identifier.js';
import type { OutboxHook } from '../../hooks/define/outbox-hook.js';
import { draftAnnouncement, type OutboxEntry } from '../run/entry.js';
import type { DisabledEndpoint } from '../store/endpoint-state.js';

export interface AnnouncerOptions {
  readonly hooks: readonly OutboxHook[];
  readonly environment: string;
  readonly organizationId: string | null;
  /** Default the id of the event. */
  readonly correlationId: string | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes secrets out of the reason, which a hook may have worded. */
  readonly mask: (text: string) => string;
  /** Told when a hook could not make its messages. */
  readonly onFault: (hook: string, error: unknown) => void;
}

/** Makes the entry that tells of a target which was switched off; null where nobody wants to hear of it. */
export type Announcer = (target: DisabledEndpoint) => OutboxEntry | null;

export function createAnnouncer(options: AnnouncerOptions): Announcer {
  const { hooks, environment, organizationId, correlationId, now, mask, onFault } = options;
  return ({ hook, target, reason, failures, failingSince }) => {
    const nowMs = now();
    const id = eventId({ nowMs, random: randomBytes(16) });
    const event = {
      id,
      type: 'endpoint.disabled' as const,
      created_at: new Date(nowMs).toISOString(),
      environment,
      organization_id: organizationId,
      correlation_id: correlationId ?? id,
      data: {
        endpoint: target,
        hook,
        reason: mask(reason),
        failures,
        failing_since: failingSince?.toISOString() ?? null,
      },
    };
    return draftAnnouncement(event, hooks, onFault);
  };
}
