import type { StatementRisk } from '../../migrations/analysis/risk/assess-file.js';
import { warningText } from '../../output/reporters/warning-text.js';
import type { PlanResult } from '../../runner/plan/read-plan.js';
import type { PlannedMigration } from '../../runner/plan/run-plan.js';

/** `migrate plan`. Holds names of objects, and no text of a statement. */
export function planDocument({ plan, requirement, sizes, warnings }: PlanResult) {
  const { database } = plan;
  return {
    hash: plan.hash,
    direction: plan.direction,
    environment: plan.environment,
    project: plan.project,
    database_identity: {
      name: database.name,
      system_identifier: database.systemIdentifier,
      oid: database.oid,
    },
    rule_set_version: plan.ruleSetVersion,
    tier: plan.tier,
    approval: requirement && {
      count: Math.max(...requirement.rules.map(({ count }) => count)),
      reasons: [...requirement.reasons],
    },
    migrations: plan.migrations.map(plannedObject),
    sizes: sizes.map(({ table, size, bytes }) => ({ table, size, bytes })),
    warnings: warnings.map(warningText),
  };
}

/** A migration of a plan, as plans and requests for approval show it. */
export function plannedObject(migration: PlannedMigration) {
  const { version, name, title, file, checksum, transactional, tier, phases } = migration;
  return {
    version,
    name,
    title,
    file,
    checksum,
    verify_checksum: migration.verifyChecksum,
    invariant_checksum: migration.invariantChecksum,
    transactional,
    requires_approval: migration.requiresApproval,
    tier,
    phases:
      phases?.map((phase) => ({
        name: phase.name,
        line: phase.line,
        no_transaction: phase.noTransaction,
        requires_approval: phase.requiresApproval,
        batch: phase.isBatch,
      })) ?? null,
    statements: migration.statements.map(statementDocument),
  };
}

function statementDocument({ line, command, tier, locks, rewrites, scans, findings }: StatementRisk) {
  return {
    line,
    command,
    tier,
    locks: locks.map(({ mode, table }) => ({ mode, table })),
    rewrites,
    scans,
    findings: findings.map(({ rule, subject, message, saferWay, silencedBy }) => ({
      rule,
      subject,
      message,
      safer_way: saferWay,
      silenced_by: silencedBy && { ...silencedBy },
    })),
  };
}
