import type { PlannedMigration, RunPlanDocument } from '../../../plan/run-plan.js';
import type { Approval, PhaseReference } from '../approval.js';
import { stateOf } from '../approval-state.js';
import { isSameFile, isSameFrame } from './asked-plan.js';

/**
 * True where the request is for exactly what is due now: this plan, or, for a phase, this phase of this file under the
 * same rules.
 */
export function isFor(
  { phase: asked, ...approval }: Approval,
  plan: RunPlanDocument,
  phase: PhaseReference | null,
): boolean {
  if (phase === null || asked === null) return phase === asked && approval.planHash === plan.hash;
  if (asked.version !== phase.version || asked.phase !== phase.phase) return false;
  const find = ({ migrations }: RunPlanDocument) =>
    migrations.find(({ version }) => version === phase.version);
  return isSameFrame(approval.plan, plan) && isSameFile(find(approval.plan), find(plan));
}

/** The grant under which the plan, or the phase, may run: its own, or that of a run which it goes on with. */
export function findCovering(
  known: readonly Approval[],
  plan: RunPlanDocument,
  phase: PhaseReference | null,
): Approval | undefined {
  const own = known.find((approval) => isFor(approval, plan, phase));
  if (own && stateOf(own) === 'granted') return own;
  return known.find((approval) => isBegun(approval) && isRestOf(approval, plan));
}

/** A run has committed something under it, and its time is not over. */
function isBegun(approval: Approval): boolean {
  return stateOf(approval) === 'used' && approval.expiresAt > approval.readAt;
}

/**
 * True where the plan is what is left of one that was granted and that a run has begun: the same files, without those
 * that were committed under the grant.
 */
export function isRestOf(approval: Approval, plan: RunPlanDocument): boolean {
  if (approval.phase !== null || !isSameFrame(approval.plan, plan)) return false;
  const left = approval.plan.migrations.filter(({ version }) => !approval.applied.includes(version));
  return (
    plan.migrations.length > 0 && left.length === plan.migrations.length && beginsWith(left, plan.migrations)
  );
}

/** True where one plan is the beginning of the other: they differ in how far the run is to go only. */
export function isSameCourse(one: RunPlanDocument, other: RunPlanDocument): boolean {
  const [shorter, longer] =
    one.migrations.length < other.migrations.length
      ? [one.migrations, other.migrations]
      : [other.migrations, one.migrations];
  return isSameFrame(one, other) && shorter.length < longer.length && beginsWith(longer, shorter);
}

function beginsWith(list: readonly PlannedMigration[], beginning: readonly PlannedMigration[]): boolean {
  return beginning.every((migration, index) => isSameFile(list[index], migration));
}
