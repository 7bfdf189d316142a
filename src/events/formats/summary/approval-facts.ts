import type { ApprovalData } from '../../catalog/approval.js';
import type { ConfitureEvent } from '../../event.js';
import { counted, type Fact, listed, placeFacts } from './fact.js';
import { actionFacts } from './migration-facts.js';

/** The events that are about the approval of a plan. */
export type ApprovalEvent = Extract<ConfitureEvent, { readonly data: ApprovalData }>;

export function approvalSubject({ environment, data }: ApprovalEvent): string {
  const [first] = data.migrations;
  const all = data.migrations.length === 1 && first ? first : counted(data.migrations.length, 'migration');
  return `${all}${data.phase === null ? '' : `, phase ${data.phase},`} in ${environment}`;
}

/** A request says what, why, who may decide, how long and by which command; a link that decides is never in it. */
export function approvalFacts({ type, environment, data }: ApprovalEvent): Fact[] {
  const isOpen = type === 'approval.required';
  return [
    ['Migrations', listed(data.migrations)],
    ['Direction', data.direction === 'down' ? 'rollback' : null],
    ['Phase', data.phase],
    ...placeFacts(environment, data.database),
    ['Risk', listed(data.tiers)],
    ['Why', data.reasons.slice(0, 5).join(' ')],
    ['Who may decide', isOpen ? decidersOf(data) : null],
    ['Granted', `${data.granted_count} of ${data.required_count}`],
    ['Until', type === 'approval.required' || type === 'approval.granted' ? data.expires_at : null],
    ['Asked by', data.requested_by],
    ['Decision', data.decision === 'revoke' ? 'taken back' : null],
    ...actionFacts(data),
    ['Command', data.command],
  ];
}

function decidersOf({ approvers, forbid_self, requested_by }: ApprovalData): string {
  const all = approvers.length === 0 ? 'all who may write the database' : listed(approvers);
  return forbid_self ? `${all}, but not ${requested_by ?? 'the one who asked'}` : all;
}
