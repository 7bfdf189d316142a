import { pollUntil } from '../../../../database/poll.js';
import type { ConfitureError } from '../../../../errors.js';
import type { Approval } from '../approval.js';
import { missingGrants, stateOf } from '../approval-state.js';
import { refusalOf } from '../judge-decision.js';
import { decide } from '../store/decide.js';
import { endRequest, readOne } from '../store/request-approval.js';
import { denied, ended, notGranted, notInTime } from './approval-errors.js';
import type { ApprovalContext } from './context.js';

const LONGEST_DELAY_MS = 1_000;
/** A person who was asked may take all the time that the request is in force. */
const UNTIL_EXPIRED_MS = 2_000_000_000;

/**
 * Waits until the request is decided: by the person at the terminal, where a grant of that person is all that lacks, or
 * from elsewhere. Resolves to null where it was granted, else to why nothing may run. No lock is held meanwhile.
 */
export async function waitForDecision(
  context: ApprovalContext,
  approval: Approval,
): Promise<ConfitureError | null> {
  const ask = canDecideHere(context, approval) ? context.askPerson : null;
  context.budget.begin();
  const settled = new AbortController();
  const signal = AbortSignal.any([context.signal, settled.signal]);
  const elsewhere = pollForDecision(context, approval, ask === null, signal);
  const here = ask?.(signal);
  try {
    const first = await Promise.race([elsewhere, ...(here === undefined ? [] : [here])]);
    if (typeof first !== 'boolean') return await afterWait(context, approval, first);
    if (!first) return notGranted(approval, null);
  } finally {
    // The transaction of a decision shares its session with the polls.
    settled.abort();
    await Promise.allSettled([elsewhere, here]);
  }
  const { connection, scope, actor, events } = context;
  await decide(connection, scope, { id: approval.id, verb: 'grant', by: actor, comment: null }, events);
  return null;
}

/** True where this run can wait for a decision: a person is asked, or there is time and another session can decide. */
export function canWait(context: ApprovalContext, approval: Approval): boolean {
  if (canDecideHere(context, approval)) return true;
  return context.budget.remainingMs > 0 && context.connection.capabilities.concurrentSessions;
}

function canDecideHere({ askPerson, actor }: ApprovalContext, approval: Approval): boolean {
  if (askPerson === null || refusalOf(approval, 'grant', actor.actor) !== null) return false;
  const decision = { verb: 'grant' as const, ...actor, comment: null, at: approval.readAt };
  return missingGrants({ ...approval, decisions: [...approval.decisions, decision] }) === 0;
}

/** Resolves to the request once it is decided, or to null when the time is up. */
function pollForDecision(
  { connection, scope, emit, budget }: ApprovalContext,
  { id }: Approval,
  isLimited: boolean,
  signal: AbortSignal,
): Promise<Approval | null> {
  const timeoutMs = isLimited ? budget.remainingMs : null;
  const attempt = async () => {
    const found = await readOne(connection, scope, id);
    return stateOf(found) === 'pending' ? null : found;
  };
  return pollUntil(attempt, {
    timeoutMs: timeoutMs ?? UNTIL_EXPIRED_MS,
    signal,
    longestDelayMs: LONGEST_DELAY_MS,
    onWait: (waitedMs) => emit({ type: 'approval.waiting', approval: id, waitedMs, timeoutMs }),
  });
}

async function afterWait(
  { connection, scope, events, runId, budget }: ApprovalContext,
  approval: Approval,
  decided: Approval | null,
): Promise<ConfitureError | null> {
  if (decided === null) {
    // Another run may still wait for a request that it has made.
    if (approval.runId === runId) await endRequest(connection, scope, approval.id, events);
    return notInTime(approval, budget.timeoutMs);
  }
  const state = stateOf(decided);
  if (state === 'granted' || state === 'used') return null;
  return state === 'denied' || state === 'revoked' ? denied(decided) : ended(decided);
}
