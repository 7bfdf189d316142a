import type { Connection } from '../../../../database/connection.js';
import { ConfitureError } from '../../../../errors.js';
import { approvalDenied, approvalGranted } from '../../../../events/catalog/approval.js';
import type { Caller } from '../../../../storage/audit/audit-entry.js';
import { insertAuditSql } from '../../../../storage/audit/record-audit.js';
import type { Scope } from '../../../../storage/scope.js';
import { endTransaction } from '../../../execute/end-transaction.js';
import type { Approval, Decision, Verb } from '../approval.js';
import { factsOf } from '../approval-facts.js';
import { stateOf } from '../approval-state.js';
import { refusalOf, VERB_PAST } from '../judge-decision.js';
import { readApprovals } from './approval-rows.js';
import { type ApprovalEventStore, commitWithEvent } from './commit-with-event.js';

export interface DecisionRequest {
  readonly id: string;
  readonly verb: Verb;
  readonly by: Caller;
  /** Masked. */
  readonly comment: string | null;
}

/**
 * Decides on a request, in one transaction that holds its row: of two people at once, the second is told what the first
 * has decided. Throws APPROVAL_UNKNOWN, APPROVAL_DECIDED or APPROVER_REFUSED, and has then changed nothing.
 */
export async function decide(
  connection: Connection,
  scope: Scope,
  { id, verb, by, comment }: DecisionRequest,
  events: ApprovalEventStore,
): Promise<Approval> {
  const { actor, source } = by;
  await connection.run('begin isolation level read committed');
  try {
    await connection.query('select from confiture.approvals where id = $1 for update', [id]);
    const [approval] = await readApprovals(connection, scope, { id });
    if (approval === undefined) throw await unknownApproval(connection, scope, id);
    const refusal = refusalOf(approval, verb, actor);
    if (refusal !== null) throw refusal;
    const [row] = await connection.query<{ decided_at: Date }>(
      `insert into confiture.approval_decisions (approval_id, number, verb, actor, actor_source, comment)
        values ($1, $2::integer, $3, $4, $5, $6) returning decided_at`,
      [id, approval.decisions.length + 1, verb, actor, source, comment],
    );
    if (verb === 'revoke')
      await connection.query('update confiture.approvals set ended_at = clock_timestamp() where id = $1', [
        id,
      ]);
    const decision: Decision = { verb, actor, source, comment, at: row?.decided_at ?? approval.readAt };
    const decided = { ...approval, decisions: [...approval.decisions, decision] };
    const makeFact = verb === 'grant' ? approvalGranted : approvalDenied;
    const note = insertAuditSql(scope, {
      by,
      action: `approval.${VERB_PAST[verb]}`,
      subject: { kind: 'approval', id },
      reason: comment,
      runId: approval.runId,
      before: { state: stateOf(approval) },
      after: { state: stateOf(decided) },
    });
    await commitWithEvent(connection, [note], makeFact(factsOf(decided, decision, false)), events);
    return decided;
  } catch (error) {
    await endTransaction(connection);
    throw error;
  }
}

async function unknownApproval(
  connection: Connection,
  { project, environment }: Scope,
  id: string,
): Promise<ConfitureError> {
  const [other] = await connection.query<{ environment: string }>(
    'select environment from confiture.approvals where id = $1 and project = $2',
    [id, project],
  );
  return notFound(id, environment, other?.environment ?? null);
}

/** For an id that names no request of this project and environment; `elsewhere` is the environment it is of. */
export function notFound(id: string, environment: string, elsewhere: string | null = null): ConfitureError {
  const message = `there is no request for approval "${id}" in environment ${environment}`;
  return new ConfitureError('APPROVAL_UNKNOWN', message, {
    hint:
      elsewhere === null
        ? '`confiture approvals list` says what there is.'
        : `It is of environment ${elsewhere}: add --env ${elsewhere}.`,
  });
}
