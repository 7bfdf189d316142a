import { ConfitureError, type ErrorCode } from '../../../../errors.js';
import type { Approval } from '../approval.js';
import { stateOf } from '../approval-state.js';
import { grantCommand } from '../grant-command.js';
import { describeState } from '../judge-decision.js';

/** The plan needs a grant, and this run does not wait for one; `stale` is a grant that another plan had. */
export function notGranted(
  approval: Approval,
  stale: { readonly approval: Approval; readonly changes: readonly string[] } | null,
): ConfitureError {
  const { id, requirement } = approval;
  const hint = `Nothing was changed. Have it granted with \`${grantCommand(approval)}\`, then run the same command again; \`confiture approvals show ${id}\` shows what is asked for.`;
  if (stale === null) {
    return approvalError(
      'APPROVAL_REQUIRED',
      `approval ${id} is needed: ${requirement.reasons.join(' ')}`,
      hint,
      approval,
    );
  }
  const message = `${stale.approval.id} was granted for another plan: ${stale.changes.join('; ')}`;
  return approvalError('APPROVAL_STALE', message, `${hint} It asks for the plan of now.`, approval);
}

/** A person has said no, or has taken the grant back. */
export function denied(approval: Approval): ConfitureError {
  const { id, decisions } = approval;
  const comment = decisions.at(-1)?.comment ?? null;
  const why = comment === null ? '' : `: ${comment}`;
  const hint =
    stateOf(approval) === 'denied'
      ? `Nothing was changed. Change what was denied, which makes another plan of it, or have the denial taken back with \`confiture approvals revoke ${id}\`.`
      : 'Nothing was changed. The next run asks anew.';
  return approvalError('APPROVAL_DENIED', `${id} ${describeState(approval)}${why}`, hint, approval);
}

/** The time to wait is over. */
export function notInTime(approval: Approval, waitedMs: number): ConfitureError {
  const message = `${approval.id} was not decided on within ${Math.round(waitedMs / 100) / 10} s`;
  const hint = 'Nothing was changed. Run it again to ask anew; --approval-timeout MS waits longer.';
  return approvalError('APPROVAL_TIMEOUT', message, hint, approval);
}

/** The request ended in another way while a run waited for it. */
export function ended(approval: Approval): ConfitureError {
  const code = stateOf(approval) === 'stale' ? 'APPROVAL_STALE' : 'APPROVAL_TIMEOUT';
  const hint = 'Nothing was changed. Run it again to ask anew.';
  return approvalError(code, `${approval.id} ${describeState(approval)}`, hint, approval);
}

function approvalError(code: ErrorCode, message: string, hint: string, approval: Approval): ConfitureError {
  return new ConfitureError(code, message, {
    hint,
    details: {
      approval: approval.id,
      plan_hash: approval.planHash,
      expires_at: approval.expiresAt.toISOString(),
    },
  });
}
