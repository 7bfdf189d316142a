import { randomBytes } from 'node:crypto';
import { eventId } from '../../events/identifier.js';
import type { EventPhase, EventStamp } from '../../hooks/call/event-of.js';
import type { HookContext } from '../../hooks/define/hook.js';
import type { OutboxHook } from '../../hooks/define/outbox-hook.js';
import { draftEntry, type OutboxEntry } from './entry.js';

export interface EntryOptions {
  readonly hooks: readonly OutboxHook[];
  readonly organizationId: string | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told when a hook could not make its messages. */
  readonly onFault: (hook: string, error: unknown) => void;
}

/**
 * Entries that were put into transactions and are not known to be committed. A migration that is tried
 * again is prepared again: only the last entry can have been committed.
 */
export class PreparedEntries {
  readonly #options: EntryOptions;
  readonly #prepared = new Map<string, OutboxEntry>();

  constructor(options: EntryOptions) {
    this.#options = options;
  }

  /** The entry of a moment that is not going to change any more; null where no hook wants it. */
  final(context: HookContext<EventPhase>): OutboxEntry | null {
    const { now, organizationId } = this.#options;
    const nowMs = now();
    const id = eventId({ nowMs, random: randomBytes(16) });
    return this.#draft(context, { id, createdAt: new Date(nowMs), organizationId });
  }

  /** The same before the commit, kept for `committed`. */
  prepare(context: HookContext<EventPhase>): OutboxEntry | null {
    const entry = this.final(context);
    if (entry !== null) this.#prepared.set(keyOf(context), entry);
    return entry;
  }

  /**
   * The prepared entry with all the facts, its time being the end of the migration; what a hook adds or takes back
   * now is ignored.
   */
  committed(context: HookContext<EventPhase>): OutboxEntry | null {
    const before = this.#prepared.get(keyOf(context));
    if (!before) return null;
    this.#prepared.delete(keyOf(context));
    const { id, created_at: createdAt, organization_id: organizationId } = before.event;
    const after = this.#draft(context, {
      id,
      createdAt: context.endTime ?? new Date(createdAt),
      organizationId,
    });
    return after === null ? before : merged(before, after);
  }

  #draft(context: HookContext<EventPhase>, stamp: EventStamp): OutboxEntry | null {
    return draftEntry(context, stamp, this.#options.hooks, this.#options.onFault);
  }
}

function merged(before: OutboxEntry, after: OutboxEntry): OutboxEntry {
  const full = new Map(after.deliveries.map((delivery) => [delivery.id, delivery]));
  const deliveries = before.deliveries.map((draft) => {
    const candidate = full.get(draft.id);
    const isSame = candidate?.hook === draft.hook && candidate.message.target === draft.message.target;
    return candidate && isSame ? candidate : draft;
  });
  return { event: after.event, deliveries };
}

function keyOf({ phase, migrationVersion }: HookContext<EventPhase>): string {
  return `${phase} ${migrationVersion}`;
}
