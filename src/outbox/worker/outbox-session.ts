import type { Connection } from '../../database/connection.js';
import type { Scope } from '../../storage/scope.js';
import { isObject } from '../../text/json-object.js';
import { runJobStep } from '../jobs/run-job-step.js';
import { fanOut } from '../records/fan-out.js';
import { type CommittedRecord, fanOutCommitted, releaseRecords } from '../records/fan-out-committed.js';
import { recordOf, type Subscribers } from '../records/outbox-record.js';
import { malformedReason, type RejectedRecord, rejectDeliveries } from '../records/rejected.js';
import {
  type ClaimedDelivery,
  type ClaimLimits,
  claimDue,
  reachableFrom,
  untilNextDue,
} from '../store/claim.js';
import { type ElsewhereDelivery, findElsewhere } from '../store/elsewhere.js';
import type { EndpointChange } from '../store/endpoint-state.js';
import { settledOf, statsOf } from '../store/endpoint-stats.js';
import type { Lease } from '../store/lease.js';
import { releaseExpired, releaseHeld, renewHeld } from '../store/release.js';
import { type SettledAttempt, settleAttempts } from '../store/settle.js';
import type { FinishedAttempt } from './dispatcher.js';
import type { EndpointEvent } from './endpoint-event.js';
import { recordStats } from './record-stats.js';
import type { RefreshEndpoints } from './refresh-endpoints.js';

export interface SessionOptions extends Subscribers {
  readonly scope: Scope;
  readonly token: string;
  readonly endpointEvent: EndpointEvent;
  readonly refreshEndpoints?: RefreshEndpoints;
  /** Told of each malformed record that was set aside; must not throw. */
  readonly onRejected: (record: RejectedRecord) => void;
  /** Milliseconds since the epoch, the clock of the hooks. */
  readonly now: () => number;
  /** Time of the store's operations; null is the server's clock. */
  readonly at: () => Date | null;
}

/** The operations of one sender over one connection. */
export class OutboxSession {
  readonly connection: Connection;
  readonly #options: SessionOptions;

  constructor(connection: Connection, options: SessionOptions) {
    this.connection = connection;
    this.#options = options;
  }

  /** Takes due deliveries, those of new records included, in one round trip; malformed records are set aside. */
  async claim(limits: ClaimLimits): Promise<ClaimedDelivery[]> {
    const lease = this.#lease();
    const [{ rejected }, claimed] = await Promise.all([
      fanOut(this.connection, lease),
      claimDue(this.connection, lease, this.#options.scope, reachableFrom(this.#options.hooks), limits),
    ]);
    rejected.forEach(this.#options.onRejected);
    const faulty = claimed.filter((delivery) => !isWellFormed(delivery));
    if (faulty.length === 0) return claimed;
    await this.#reject(faulty.map(({ id }) => ({ id, reason: 'its message is no object' })));
    return claimed.filter(isWellFormed);
  }

  /** Resolves with whether the endpoints of the database have changed. */
  async refreshEndpoints(): Promise<boolean> {
    return (await this.#options.refreshEndpoints?.(this.connection, this.#options.scope)) ?? false;
  }

  /** Milliseconds until something is due; null where nothing waits. */
  untilNextDue(): Promise<number | null> {
    const { at, scope, hooks } = this.#options;
    return untilNextDue(this.connection, at(), scope, reachableFrom(hooks));
  }

  fanOutCommitted(records: readonly CommittedRecord[]): Promise<ReadonlySet<string>> {
    return fanOutCommitted(this.connection, this.#lease(), records);
  }

  releaseRecords(records: readonly CommittedRecord[]): Promise<void> {
    return releaseRecords(this.connection, this.#options.token, records);
  }

  /** Stores attempts, then what they say about their endpoints; returns what that has changed. */
  async settle(attempts: readonly FinishedAttempt[]): Promise<readonly EndpointChange[]> {
    const nowMs = this.#options.now();
    const settled = attempts.map((attempt) => settledOf(attempt, nowMs));
    const held = await this.#settleWellFormed(settled);
    const stats = statsOf(
      attempts.filter(({ delivery }) => held.has(delivery.id)),
      nowMs,
    );
    if (stats.length === 0) return [];
    const { at, scope, endpointEvent } = this.#options;
    return recordStats(this.connection, at(), scope, stats, (change) =>
      recordOf(endpointEvent(change), { ...this.#options, keepsAll: () => true }),
    );
  }

  /** Takes one step of a bulk job; false where there is none. */
  runJobStep(): Promise<boolean> {
    const { at, scope } = this.#options;
    return runJobStep(this.connection, at(), scope);
  }

  renew(held: readonly string[]): Promise<ReadonlySet<string>> {
    return renewHeld(this.connection, this.#lease(), held);
  }

  release(ids: readonly string[] | null = null): Promise<void> {
    return releaseHeld(this.connection, this.#options.token, ids);
  }

  /** Those of `ids` that another process sends, or has settled. */
  findElsewhere(ids: readonly string[]): Promise<ElsewhereDelivery[]> {
    return findElsewhere(this.connection, this.#options.token, ids);
  }

  releaseExpired(): Promise<number> {
    return releaseExpired(this.connection, this.#lease());
  }

  /** What the server refuses to store of one attempt must not hold up the others. */
  async #settleWellFormed(attempts: readonly SettledAttempt[]): Promise<ReadonlySet<string>> {
    try {
      return await settleAttempts(this.connection, this.#lease(), attempts);
    } catch (error) {
      const reason = malformedReason(error);
      if (reason === null) throw error;
      const [only, ...others] = attempts;
      if (only && others.length === 0) {
        await this.#reject([{ id: only.id, reason: `its attempt cannot be stored (${reason})` }]);
        return new Set();
      }
    }
    const held: string[] = [];
    for (const attempt of attempts) held.push(...(await this.#settleWellFormed([attempt])));
    return new Set(held);
  }

  async #reject(malformed: readonly { readonly id: string; readonly reason: string }[]): Promise<void> {
    const { token, onRejected } = this.#options;
    (await rejectDeliveries(this.connection, token, malformed)).forEach(onRejected);
  }

  #lease(): Lease {
    return { token: this.#options.token, at: this.#options.at() };
  }
}

/** What this project itself needs of a message; the rest is its hook's, which may fail over it. */
function isWellFormed({ message }: ClaimedDelivery): boolean {
  return isObject(message);
}
