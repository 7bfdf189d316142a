import { createHash } from 'node:crypto';
import { serialize } from '../../events/serializer.js';
import type { StatementRisk } from '../../migrations/analysis/risk/assess-file.js';
import type { Tier } from '../../migrations/analysis/risk/tier.js';
import type { Direction } from '../../run-events.js';
import { type DatabaseIdentity, identifyingPart } from './database-identity.js';
import type { MigrationReference } from './plan.js';

/** A phase that a file names. */
export interface PlannedPhase {
  readonly name: string;
  /** Line that names it, from 1. */
  readonly line: number;
  readonly noTransaction: boolean;
  readonly requiresApproval: boolean;
  readonly isBatch: boolean;
}

export interface PlannedMigration extends MigrationReference {
  readonly title: string | null;
  /** As people write it: the up file, or the down file. */
  readonly file: string;
  /** SHA-256 of that file. */
  readonly checksum: string;
  /** SHA-256 of the files beside it; null where there is none, and for a rollback, which runs neither. */
  readonly verifyChecksum: string | null;
  readonly invariantChecksum: string | null;
  /** False for a file that runs statement by statement, outside of a transaction. */
  readonly transactional: boolean;
  /** Its head asks for an approval. */
  readonly requiresApproval: boolean;
  /** The highest of its statements. */
  readonly tier: Tier;
  /** Null for a file that names none. */
  readonly phases: readonly PlannedPhase[] | null;
  readonly statements: readonly StatementRisk[];
}

/**
 * What a run would do, as plain data that can be stored. Holds no text of a statement but the names of objects, and no
 * size or estimate: two people who plan the same get the same document.
 */
export interface RunPlanDocument {
  /** `sha256:` and 64 hex digits. */
  readonly hash: string;
  readonly ruleSetVersion: number;
  /** The project's tracking table, `schema.table`. */
  readonly project: string;
  readonly environment: string;
  readonly database: DatabaseIdentity;
  readonly direction: Direction;
  /** The rules for approvals that are in force. */
  readonly approvalRules: readonly object[];
  /** The highest of all statements; `additive` where there is none. */
  readonly tier: Tier;
  /** In the order they would run. */
  readonly migrations: readonly PlannedMigration[];
}

/** Adds the hash to all the rest of a plan. */
export function withHash(plan: Omit<RunPlanDocument, 'hash'>): RunPlanDocument {
  return { hash: hashOf(plan), ...plan };
}

/** The words of messages are no part of it: they may be mended without a new version of the rules. */
function hashOf(plan: Omit<RunPlanDocument, 'hash'>): string {
  const content = {
    version: 1,
    ruleSetVersion: plan.ruleSetVersion,
    project: plan.project,
    environment: plan.environment,
    database: identifyingPart(plan.database),
    direction: plan.direction,
    approvalRules: plan.approvalRules,
    migrations: plan.migrations.map(contentOf),
  };
  return `sha256:${createHash('sha256').update(serialize(content)).digest('hex')}`;
}

function contentOf({ title: _title, file: _file, statements, ...migration }: PlannedMigration): object {
  return { ...migration, statements: statements.map(riskContent) };
}

function riskContent({ findings, ...risk }: StatementRisk): object {
  return {
    ...risk,
    findings: findings.map(({ rule, subject, silencedBy }) => ({ rule, subject, silencedBy })),
  };
}
