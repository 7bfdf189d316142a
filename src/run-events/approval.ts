/** A request for approval that a run waits for, or ends at. */
export interface ApprovalAsked {
  /** `apr_…` */
  readonly approval: string;
  readonly planHash: string;
  /** Names of the migrations of the plan, in order. */
  readonly migrations: readonly string[];
  /** The phase that needs it, for instance `005: switch_over`; null where the whole plan does. */
  readonly phase: string | null;
  /** Risk tiers in the plan, the highest first. */
  readonly tiers: readonly string[];
  /** The statements that can do harm; none where a phase is asked for. */
  readonly risks: readonly AskedRisk[];
  /** Why it is needed, in sentences. */
  readonly reasons: readonly string[];
  /** Who may decide; empty where all may. */
  readonly approvers: readonly string[];
  /** Neither who asks nor the last author of a file may grant it. */
  readonly forbidSelf: boolean;
  readonly requiredCount: number;
  readonly grantedCount: number;
  readonly expiresAt: Date;
  /** What a person types to agree. */
  readonly command: string;
  /** What changed since another plan was granted; empty where none was. */
  readonly changes: readonly string[];
}

/** A statement of a plan that can do harm. */
export interface AskedRisk {
  readonly migration: string;
  /** From 1. */
  readonly line: number;
  /** For instance `DROP TABLE`. Never text of the statement. */
  readonly command: string;
  readonly tier: string;
}

/** A wait for a decision that goes on. */
export interface ApprovalWait {
  readonly approval: string;
  readonly waitedMs: number;
  /** Null where a person at the terminal is asked, for as long as that takes. */
  readonly timeoutMs: number | null;
}
