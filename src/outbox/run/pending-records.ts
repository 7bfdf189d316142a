import type { ConfitureEvent } from '../../events/event.js';
import { type OutboxRecord, recordOf, type Subscribers } from '../records/outbox-record.js';

/** Records that were put into transactions and are not known to be committed, by the id of their event. */
export class PendingRecords {
  readonly #subscribers: Subscribers;
  readonly #pending = new Map<string, OutboxRecord>();

  constructor(subscribers: Subscribers) {
    this.#subscribers = subscribers;
  }

  /** The record of an event that travels with its transaction; null where no hook wants it. */
  add(event: ConfitureEvent): OutboxRecord | null {
    const record = recordOf(event, this.#subscribers);
    if (record !== null) this.#pending.set(event.id, record);
    return record;
  }

  /**
   * The record of a committed event, which has all its facts now; null where there is none. What a hook adds or takes
   * back now is ignored.
   */
  committed(event: ConfitureEvent): OutboxRecord | null {
    const before = this.#pending.get(event.id);
    if (!before) return null;
    this.#pending.delete(event.id);
    const after = recordOf(event, this.#subscribers);
    return after === null ? before : merged(before, after);
  }
}

function merged(before: OutboxRecord, after: OutboxRecord): OutboxRecord {
  const full = new Map(after.deliveries.map((delivery) => [delivery.id, delivery]));
  const deliveries = before.deliveries.map((draft) => {
    const candidate = full.get(draft.id);
    const isSame = candidate?.hook === draft.hook && candidate.message.endpoint === draft.message.endpoint;
    return candidate && isSame ? candidate : draft;
  });
  return { ...after, deliveries };
}
