import type { ApprovalFacts } from '../../../events/catalog/approval.js';
import type { Approval, Decision } from './approval.js';
import { grantedCount, requiredCount } from './approval-state.js';
import { tiersOf } from './gate/asked-plan.js';
import { grantCommand } from './grant-command.js';

/** What an event says of a request; `decision` is the one that the event is about, if it is about one. */
export function factsOf(approval: Approval, decision: Decision | null, isOpen: boolean): ApprovalFacts {
  const { requirement } = approval;
  return {
    approvalId: approval.id,
    planHash: approval.planHash,
    runId: approval.runId,
    direction: approval.direction,
    database: approval.database,
    migrations: approval.plan.migrations.map(({ name }) => name),
    phase: approval.phase?.phase ?? null,
    tiers: tiersOf(approval.plan),
    reasons: requirement.reasons,
    approvers: approversOf(approval),
    forbidSelf: requirement.rules.some(({ forbidSelf }) => forbidSelf),
    requiredCount: requiredCount(approval),
    grantedCount: grantedCount(approval),
    requestedBy: approval.requestedBy,
    expiresAt: approval.expiresAt,
    actor: decision && { actor: decision.actor, source: decision.source },
    reason: decision?.comment ?? null,
    decision: decision?.verb ?? null,
    command: isOpen ? grantCommand(approval) : null,
  };
}

/** Everybody that a rule names; empty where one of the rules lets all decide. */
export function approversOf({ requirement }: Pick<Approval, 'requirement'>): string[] {
  const lists = requirement.rules.map(({ approvers }) => approvers);
  return lists.includes(null) ? [] : [...new Set(lists.flatMap((names) => names ?? []))];
}
