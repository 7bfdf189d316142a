import { ConfitureError } from '../../../errors.js';
import { momentText } from '../../../text/moment.js';
import type { Approval, Verb } from './approval.js';
import { type ApprovalState, missingGrants, stateOf } from './approval-state.js';
import { isAmong, isSamePerson } from './person.js';

/** Verbs that fit each state. */
const FITTING: Readonly<Record<ApprovalState, readonly Verb[]>> = {
  pending: ['grant', 'deny'],
  granted: ['revoke'],
  denied: ['revoke'],
  expired: [],
  stale: [],
  revoked: [],
  used: [],
};

/** Why `actor` cannot do this to the request as it is; null where nothing is in the way. */
export function refusalOf(approval: Approval, verb: Verb, actor: string): ConfitureError | null {
  const state = stateOf(approval);
  const isPartlyGranted = state === 'pending' && approval.decisions.length > 0;
  const fits = FITTING[state].includes(verb) || (verb === 'revoke' && isPartlyGranted);
  if (!fits) return decidedAlready(approval, state, verb);
  if (verb === 'revoke') return null;
  if (verb === 'deny' && isSamePerson(actor, approval.requestedBy)) return null;
  return refusedActor(approval, verb, actor);
}

function refusedActor(approval: Approval, verb: Verb, actor: string): ConfitureError | null {
  const { id, requirement, requestedBy, authors, decisions } = approval;
  const lists = requirement.rules.flatMap(({ approvers }) => (approvers === null ? [] : [approvers]));
  const isApprover = lists.length < requirement.rules.length || lists.some((names) => isAmong(actor, names));
  if (!isApprover) {
    const names = [...new Set(lists.flat())];
    return new ConfitureError('APPROVER_REFUSED', `${actor} may not decide on ${id}`, {
      hint: `The rules name ${names.join(', ')}.`,
      details: { approval: id, approvers: names },
    });
  }
  if (verb === 'deny') return null;
  const forbidsSelf = requirement.rules.some(({ forbidSelf }) => forbidSelf);
  if (forbidsSelf && isSamePerson(actor, requestedBy))
    return ownPlan(id, `${actor} has asked for ${id} and may not grant it`);
  if (forbidsSelf && authors.some((author) => isSamePerson(author, actor)))
    return ownPlan(id, `${actor} is the last author of a file of ${id} and may not grant it`);
  const own = decisions.find((decision) => isSamePerson(decision.actor, actor));
  if (own === undefined) return null;
  return new ConfitureError(
    'APPROVAL_DECIDED',
    `${own.actor} has granted ${id} already, at ${moment(own.at)}`,
    {
      hint: 'Another person has to grant it.',
      details: { approval: id, actor: own.actor, at: own.at.toISOString() },
    },
  );
}

function ownPlan(id: string, message: string): ConfitureError {
  return new ConfitureError('APPROVER_REFUSED', message, {
    hint: 'A rule with `forbidSelf` is for this plan: another person has to decide.',
    details: { approval: id },
  });
}

function decidedAlready(approval: Approval, state: ApprovalState, verb: Verb): ConfitureError {
  const { id, decisions } = approval;
  const last = decisions.at(-1);
  const decision = state === 'granted' || state === 'denied' || state === 'revoked' ? last : undefined;
  return new ConfitureError('APPROVAL_DECIDED', `${id} ${describeState(approval, state)}`, {
    hint: hintOf(state, id, verb),
    details: {
      approval: id,
      state,
      ...(decision && { actor: decision.actor, at: decision.at.toISOString() }),
    },
  });
}

export const VERB_PAST: Readonly<Record<Verb, string>> = {
  grant: 'granted',
  deny: 'denied',
  revoke: 'revoked',
};

/** Follows the id in a sentence, for instance `was denied by ann@laptop at 2026-01-09T14:23:45.123Z`. */
export function describeState(approval: Approval, state = stateOf(approval)): string {
  const last = approval.decisions.at(-1);
  switch (state) {
    case 'pending':
      return 'waits for a decision';
    case 'expired':
      return `was not ${missingGrants(approval) === 0 ? 'used' : 'decided on'} in time; its time was over at ${moment(approval.endedAt ?? approval.expiresAt)}`;
    case 'stale':
      return `is stale: ${approval.supersededBy} took its place, because the plan has changed`;
    case 'used':
      return `was used at ${moment(approval.usedAt)}`;
    default:
      return `was ${VERB_PAST[last?.verb ?? 'grant']} by ${last?.actor} at ${moment(last?.at ?? null)}`;
  }
}

function hintOf(state: ApprovalState, id: string, verb: Verb): string {
  if (state === 'stale') return '`confiture approvals list` shows the request that took its place.';
  if (state === 'used') return 'What was committed under it stays.';
  if (state === 'pending') return 'There is no decision to take back.';
  if (state === 'granted' && verb === 'deny')
    return `Take it back with \`confiture approvals revoke ${id}\`.`;
  if (state === 'denied' && verb === 'grant')
    return `Take the denial back with \`confiture approvals revoke ${id}\`; the next run then asks anew.`;
  if (state === 'granted') return 'The next run of this plan goes on.';
  return 'The next run asks anew.';
}

function moment(at: Date | null): string {
  return at === null ? 'an unknown time' : momentText(at);
}
