import type { Direction } from '../../../run-events.js';
/** What the views of a plan show: the parts of the plan's document that are for people. */
export interface PlanData {
  readonly plan: {
    readonly hash: string;
    readonly direction: Direction;
    readonly environment: string;
    readonly tier: string;
    readonly migrations: readonly PlanMigration[];
  };
  /** Approvals that are needed; null where none is. */
  readonly requirement: {
    readonly rules: readonly { readonly count: number }[];
    readonly reasons: readonly string[];
  } | null;
  readonly sizes: readonly { readonly table: string; readonly size: string; readonly bytes: number }[];
  /** The command that runs the plan, without its hash. */
  readonly command: string;
}

export interface PlanMigration {
  readonly name: string;
  readonly title: string | null;
  readonly tier: string;
  readonly transactional: boolean;
  readonly requiresApproval: boolean;
  readonly phases: readonly PlanPhase[] | null;
  readonly statements: readonly PlanStatement[];
}

export interface PlanPhase {
  readonly name: string;
  readonly line: number;
  readonly noTransaction: boolean;
  readonly requiresApproval: boolean;
  readonly isBatch: boolean;
}

export interface PlanStatement {
  readonly line: number;
  readonly command: string;
  readonly tier: string;
  readonly locks: readonly { readonly mode: string; readonly table: string }[];
  readonly rewrites: boolean;
  readonly scans: boolean;
  readonly findings: readonly PlanFinding[];
}

export interface PlanFinding {
  readonly rule: string;
  readonly subject: string | null;
  readonly message: string;
  readonly saferWay: string | null;
  readonly silencedBy: { readonly directive: string; readonly line: number } | null;
}
