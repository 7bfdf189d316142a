import type { ApprovalRow } from '../../../output/views/approvals/approvals-view.js';
import type { Approval } from '../../../runner/lifecycle/approval/approval.js';
import { factsOf } from '../../../runner/lifecycle/approval/approval-facts.js';
import { stateOf } from '../../../runner/lifecycle/approval/approval-state.js';
import { risksOf } from '../../../runner/lifecycle/approval/gate/asked-plan.js';
import { describeState } from '../../../runner/lifecycle/approval/judge-decision.js';

/** A request as it is shown. */
export function rowOf(approval: Approval): ApprovalRow {
  const { phase } = approval;
  return {
    ...factsOf(approval, null, true),
    id: approval.id,
    state: stateOf(approval),
    remark: describeState(approval),
    phase: phase && `${phase.version}: ${phase.phase}`,
    risks: risksOf(approval.plan),
    requestedBy: approval.requestedBy,
    createdAt: approval.createdAt,
    expiresAt: approval.expiresAt,
    decisions: approval.decisions,
  };
}
