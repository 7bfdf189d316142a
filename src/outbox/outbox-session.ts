import type { OutboxHook } from '../bus/outbox-hook.js';
import type { Connection } from '../database/connection.js';
import type { Announcer } from './announce.js';
import { type ClaimedDelivery, type ClaimLimits, claimDue, reachableFrom, untilNextDue } from './claim.js';
import { type CommittedEntry, completeEntries, handOverEntries } from './complete.js';
import type { FinishedAttempt } from './courier.js';
import type { DisabledTarget } from './endpoint-state.js';
import type { Lease } from './lease.js';
import { recordAndAnnounce } from './record-and-announce.js';
import { releaseDead, releaseHeld, renewHeld } from './release.js';
import { settleAttempts } from './settle.js';
import { settledOf, talliesOf } from './tally.js';
import { unpackArrivals } from './unpack.js';

export interface SessionOptions {
  readonly token: string;
  readonly hooks: readonly OutboxHook[];
  readonly announce: Announcer;
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

  /** Takes what is due, new arrivals included, in one round trip. */
  async claim(limits: ClaimLimits): Promise<ClaimedDelivery[]> {
    const lease = this.#lease();
    const [, claimed] = await Promise.all([
      unpackArrivals(this.connection, lease),
      claimDue(this.connection, lease, reachableFrom(this.#options.hooks), limits),
    ]);
    return claimed;
  }

  /** Milliseconds until something is due; null where nothing waits. */
  untilNextDue(): Promise<number | null> {
    return untilNextDue(this.connection, this.#options.at(), reachableFrom(this.#options.hooks));
  }

  complete(entries: readonly CommittedEntry[]): Promise<ReadonlySet<string>> {
    return completeEntries(this.connection, this.#lease(), entries);
  }

  handOver(entries: readonly CommittedEntry[]): Promise<void> {
    return handOverEntries(this.connection, this.#options.token, entries);
  }

  /** Stores attempts, then what they say about their targets; returns the targets that this switched off. */
  async settle(attempts: readonly FinishedAttempt[]): Promise<readonly DisabledTarget[]> {
    const nowMs = this.#options.now();
    const settled = attempts.map((attempt) => settledOf(attempt, nowMs));
    const held = await settleAttempts(this.connection, this.#lease(), settled);
    const tallies = talliesOf(
      attempts.filter(({ delivery }) => held.has(delivery.id)),
      nowMs,
    );
    if (tallies.length === 0) return [];
    return recordAndAnnounce(this.connection, this.#options.at(), tallies, this.#options.announce);
  }

  renew(inHand: readonly string[]): Promise<ReadonlySet<string>> {
    return renewHeld(this.connection, this.#lease(), inHand);
  }

  release(ids: readonly string[] | null = null): Promise<void> {
    return releaseHeld(this.connection, this.#options.token, ids);
  }

  releaseDead(): Promise<number> {
    return releaseDead(this.connection, this.#lease());
  }

  #lease(): Lease {
    return { token: this.#options.token, at: this.#options.at() };
  }
}
