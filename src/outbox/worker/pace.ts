/** What ends, or is committed, is stored together when there is so much of it. */
export const SETTLE_AT_ONCE = 128;
/** The first of several events waits so long for the next ones. */
const GATHER_MS = 20;
/** Rounds follow each other no faster than this while more is to come: each of them costs the server several statements. */
const ROUND_MS = 100;
const CLAIM_AGAIN_MS = 500;

/** When a worker asks the database. */
export class Pace {
  /** True while migrations may follow. */
  readonly isMoreToCome: () => boolean;
  readonly #nowMs: () => number;
  #roundMs = Number.NEGATIVE_INFINITY;
  #claimedMs = Number.NEGATIVE_INFINITY;

  /** `nowMs` is a clock that never goes back. */
  constructor(isMoreToCome: () => boolean = () => false, nowMs: () => number = () => performance.now()) {
    this.isMoreToCome = isMoreToCome;
    this.#nowMs = nowMs;
  }

  /** A round begins. */
  beginRound(): void {
    this.#roundMs = this.#nowMs();
  }

  /** How long to gather before the next round. */
  gatherMs(): number {
    if (!this.isMoreToCome()) return GATHER_MS;
    return Math.max(GATHER_MS, this.#roundMs + ROUND_MS - this.#nowMs());
  }

  /** When attempts that have ended are stored where nothing is in flight. */
  settleMs(): number {
    return this.isMoreToCome() ? this.gatherMs() : 0;
  }

  /** Due deliveries are asked for. */
  claim(): void {
    this.#claimedMs = this.#nowMs();
  }

  /** An endpoint that goes on steadily must not keep the others from being asked about. */
  get isClaimOld(): boolean {
    return this.#nowMs() - this.#claimedMs >= CLAIM_AGAIN_MS;
  }
}
