import { migrationOf } from '../../events/event-subject.js';
import type { OutboxRecord } from '../records/outbox-record.js';
import type { ElsewhereDelivery } from '../store/elsewhere.js';
import type { FinishedAttempt } from '../worker/dispatcher.js';
import type { WorkerWatch } from '../worker/worker-options.js';

/** A message of this run that has not arrived: it waits in the outbox, or was given up. */
export interface UndeliveredMessage extends OwnMessage {
  readonly state: 'waiting' | 'failed';
}

interface OwnMessage {
  readonly endpoint: string;
  readonly eventType: string;
  /** Name of the migration; null where the event is about something else. */
  readonly migration: string | null;
}

/** What has become of the deliveries that a run made itself. */
export class OwnDeliveries {
  readonly #open = new Map<string, OwnMessage>();
  readonly #failed: OwnMessage[] = [];
  readonly #made = new Map<string, number>();

  add({ event, deliveries }: OutboxRecord): void {
    const about = { eventType: event.type, migration: migrationOf(event)?.migration_name ?? null };
    for (const { id, message } of deliveries) {
      const { endpoint } = message;
      this.#open.set(id, { endpoint, ...about });
      this.#made.set(endpoint, (this.#made.get(endpoint) ?? 0) + 1);
    }
  }

  /** How many were made for each endpoint. */
  get made(): ReadonlyMap<string, number> {
    return this.#made;
  }

  get pending(): number {
    return this.#open.size;
  }

  /** Those that are not known to have arrived or failed. */
  openIds(): string[] {
    return [...this.#open.keys()];
  }

  /** Forgets the deliveries that other processes send. */
  leaveTo(others: readonly ElsewhereDelivery[]): void {
    for (const { id, isFailed } of others) this.#close(id, isFailed);
  }

  /** How many wait for each endpoint, in the order in which the first of each was made. */
  waitingFor(): { readonly endpoint: string; readonly count: number }[] {
    const counts = new Map<string, number>();
    for (const { endpoint } of this.#open.values()) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
    return [...counts].map(([endpoint, count]) => ({ endpoint, count }));
  }

  undelivered(): UndeliveredMessage[] {
    return [
      ...this.#failed.map((message) => ({ ...message, state: 'failed' as const })),
      ...[...this.#open.values()].map((message) => ({ ...message, state: 'waiting' as const })),
    ];
  }

  /** `watch`, with each attempt noted here first. */
  watching(watch: WorkerWatch): WorkerWatch {
    return {
      ...watch,
      attempt: (attempt) => {
        this.#note(attempt);
        watch.attempt(attempt);
      },
    };
  }

  #note({ delivery: { id }, result }: FinishedAttempt): void {
    if (result.kind === 'retry' && result.nextAttemptAt !== null) return;
    this.#close(id, result.kind !== 'done');
  }

  #close(id: string, isFailed: boolean): void {
    const message = this.#open.get(id);
    this.#open.delete(id);
    if (message && isFailed) this.#failed.push(message);
  }
}
