import type { Approval } from '../../runner/lifecycle/approval/approval.js';
import { factsOf } from '../../runner/lifecycle/approval/approval-facts.js';
import { stateOf } from '../../runner/lifecycle/approval/approval-state.js';
import { tiersOf } from '../../runner/lifecycle/approval/gate/asked-plan.js';

/** `approvals list`, newest first. */
export function approvalsDocument(approvals: readonly Approval[]): object {
  return { approvals: approvals.map(approvalObject) };
}

/** `approvals show`, `grant`, `deny` and `revoke`. */
export function approvalDocument(approval: Approval): object {
  return { approval: approvalObject(approval) };
}

/** A request for approval, as commands and the API show it. */
export function approvalObject(approval: Approval) {
  const facts = factsOf(approval, null, false);
  const { phase } = approval;
  return {
    id: approval.id,
    state: stateOf(approval),
    environment: approval.environment,
    direction: approval.direction,
    plan_hash: approval.planHash,
    migrations: approval.plan.migrations.map(({ version, name }) => ({ version, name })),
    phase: phase && { version: phase.version, phase: phase.phase },
    tiers: tiersOf(approval.plan),
    reasons: [...facts.reasons],
    approvers: [...facts.approvers],
    forbid_self: facts.forbidSelf,
    required_count: facts.requiredCount,
    granted_count: facts.grantedCount,
    requested_by: approval.requestedBy,
    requested_source: approval.requestedSource,
    run_id: approval.runId,
    created_at: approval.createdAt.toISOString(),
    expires_at: approval.expiresAt.toISOString(),
    used_at: approval.usedAt?.toISOString() ?? null,
    superseded_by: approval.supersededBy,
    decisions: approval.decisions.map(({ verb, actor, source, comment, at }) => {
      return { verb, actor, actor_source: source, comment, decided_at: at.toISOString() };
    }),
  };
}
