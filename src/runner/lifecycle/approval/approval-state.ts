import type { Approval, Decision } from './approval.js';
import { isAmong, isSamePerson } from './person.js';
import type { ApprovalRule } from './requirement.js';

/**
 * The states of a request, derived from the stored facts and never stored themselves:
 *
 *   pending ──(enough grants)──► granted ──(first commit under it)──► used
 *      │                           │
 *      ├──(deny)──► denied ◄───────┤  a grant is no longer denied, but revoked
 *      │              └──(revoke)──► revoked ◄──(revoke)── granted
 *      ├──(its time is over)──► expired ◄──────┤
 *      └──(another plan is asked for)──► stale ◄┘
 */
export const approvalStates = [
  'pending',
  'granted',
  'denied',
  'expired',
  'stale',
  'revoked',
  'used',
] as const;

export type ApprovalState = (typeof approvalStates)[number];

/** The state at the moment the approval was read. */
export function stateOf(approval: Approval): ApprovalState {
  const { usedAt, supersededBy, decisions, endedAt, expiresAt, readAt } = approval;
  if (usedAt !== null) return 'used';
  const last = decisions.at(-1)?.verb;
  if (last === 'revoke') return 'revoked';
  if (last === 'deny') return 'denied';
  if (supersededBy !== null) return 'stale';
  if (endedAt !== null || expiresAt <= readAt) return 'expired';
  return missingGrants(approval) === 0 ? 'granted' : 'pending';
}

/** How many more people have to grant, as far as the rules allow to say: the most that one rule lacks. */
export function missingGrants({
  requirement,
  decisions,
}: Pick<Approval, 'requirement' | 'decisions'>): number {
  return Math.max(0, ...requirement.rules.map((rule) => rule.count - grantsFor(rule, decisions)));
}

/** The number of people that have granted it, and whose grants were not taken back. */
export function grantedCount({ decisions }: Pick<Approval, 'decisions'>): number {
  const lastRevoked = decisions.findLastIndex(({ verb }) => verb === 'revoke');
  return granters(decisions.slice(lastRevoked + 1)).length;
}

/** The most that one rule asks for. */
export function requiredCount({ requirement }: Pick<Approval, 'requirement'>): number {
  return Math.max(...requirement.rules.map(({ count }) => count));
}

function grantsFor({ approvers }: ApprovalRule, decisions: readonly Decision[]): number {
  return granters(decisions).filter((actor) => approvers === null || isAmong(actor, approvers)).length;
}

function granters(decisions: readonly Decision[]): string[] {
  const actors: string[] = [];
  for (const { verb, actor } of decisions)
    if (verb === 'grant' && !actors.some((other) => isSamePerson(other, actor))) actors.push(actor);
  return actors;
}
