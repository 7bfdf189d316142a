/** The state of an endpoint in the outbox, and how many deliveries it has in each state of theirs. */
export interface EndpointState {
  readonly hook: string;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  readonly throttledUntil: Date | null;
  readonly failingSince: Date | null;
  readonly failures: number;
  readonly waiting: number;
  readonly delivered: number;
  readonly failed: number;
  readonly discarded: number;
  /** When the oldest event that waits happened; null where none does. */
  readonly waitingSince: Date | null;
}
