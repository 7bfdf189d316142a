import type { Approval, Verb } from '../../../runner/lifecycle/approval/approval.js';
import { stateOf } from '../../../runner/lifecycle/approval/approval-state.js';
import { grantCommand } from '../../../runner/lifecycle/approval/grant-command.js';
import { refusalOf } from '../../../runner/lifecycle/approval/judge-decision.js';
import { approvalObject } from '../approvals.js';
import { plannedObject } from '../plan.js';

/** A request as lists of the API have it; the time left is by the clock of the database, like all that decides. */
export function listedApprovalObject(approval: Approval) {
  const { expiresAt, readAt } = approval;
  const isOpen = ['pending', 'granted'].includes(stateOf(approval));
  return {
    ...approvalObject(approval),
    seconds_left: isOpen ? Math.max(0, (expiresAt.getTime() - readAt.getTime()) / 1000) : 0,
    server_time: readAt.toISOString(),
  };
}

/** A request with its plan; `changed` says which files are no longer what it asks for, `actor` is who looks. */
export function approvalDetailObject(approval: Approval, changed: readonly string[], actor: string) {
  return {
    ...listedApprovalObject(approval),
    plan: approval.plan.migrations.map(plannedObject),
    changed: [...changed],
    refusals: {
      grant: refusalText(approval, 'grant', actor) ?? staleText(approval, changed),
      deny: refusalText(approval, 'deny', actor),
      revoke: refusalText(approval, 'revoke', actor),
    },
    command: stateOf(approval) === 'pending' ? grantCommand(approval) : null,
  };
}

function refusalText(approval: Approval, verb: Verb, actor: string): string | null {
  return refusalOf(approval, verb, actor)?.message ?? null;
}

function staleText({ id }: Approval, changed: readonly string[]): string | null {
  return changed.length === 0 ? null : `${id} asks for a plan that has changed: ${changed.join('; ')}`;
}
