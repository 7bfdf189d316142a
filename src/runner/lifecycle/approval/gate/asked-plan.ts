import { isAtLeast, type JudgedTier, riskTiers } from '../../../../events/risk-tier.js';
import { serialize } from '../../../../events/serializer.js';
import type { AskedRisk } from '../../../../run-events.js';
import { identifyingPart } from '../../../plan/database-identity.js';
import type { PlannedMigration, RunPlanDocument } from '../../../plan/run-plan.js';
import type { RunSettings } from '../../../ports.js';
import { type Requirement, requirementOf } from '../requirement.js';

/** Highest first. */
const ORDER: readonly JudgedTier[] = ['unclassified', ...[...riskTiers].reverse()];

/** The tiers of all statements, the highest first, each once. */
export function tiersOf({ migrations }: RunPlanDocument): JudgedTier[] {
  const found = new Set(migrations.flatMap(({ statements }) => statements.map(({ tier }) => tier)));
  return ORDER.filter((tier) => found.has(tier));
}

/** The statements that can do harm, in order. */
export function risksOf({ migrations }: RunPlanDocument): AskedRisk[] {
  return migrations.flatMap(({ name, statements }) =>
    statements
      .filter(({ tier }) => isAtLeast(tier, 'lock_risky'))
      .map(({ line, command, tier }) => ({ migration: name, line, command, tier })),
  );
}

/** True where only the migrations differ: database, environment, direction and rules are the same. */
export function isSameFrame(one: RunPlanDocument, other: RunPlanDocument): boolean {
  return serialize(frameOf(one)) === serialize(frameOf(other));
}

/** True where the files are the same; what a finding says of them depends on what was there before. */
export function isSameFile(one: PlannedMigration | undefined, other: PlannedMigration | undefined): boolean {
  return serialize(one && fileOf(one)) === serialize(other && fileOf(other));
}

function frameOf({
  project,
  environment,
  database,
  direction,
  approvalRules,
  ruleSetVersion,
}: RunPlanDocument): object {
  const identity = identifyingPart(database);
  return { project, environment, identity, direction, approvalRules, ruleSetVersion };
}

function fileOf({ version, name, checksum, verifyChecksum, invariantChecksum }: PlannedMigration): object {
  return { version, name, checksum, verifyChecksum, invariantChecksum };
}

/** What a plan needs before it may run; null where it needs no approval. */
export function requirementOfPlan(
  plan: RunPlanDocument,
  { approvalRules }: Pick<RunSettings, 'approvalRules'>,
): Requirement | null {
  const asking = plan.migrations.filter(({ requiresApproval }) => requiresApproval);
  return requirementOf(approvalRules, { tiers: tiersOf(plan), directives: asking.map(({ name }) => name) });
}
