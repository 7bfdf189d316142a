import { quoteLiteral } from '../../database/quote.js';
import { projectName } from '../../storage/scope.js';
import type { RunSettings } from '../ports.js';
import type { SessionFacts } from '../session/session.js';

/** What a person did by hand, past the normal way of a migration. */
export type AuditedAction = 'baseline' | 'resolve' | 'verify_fix' | 'no_lock';

/**
 * Texts that add a row to `confiture.audit`, for the transaction of what is audited; none where runs are not written
 * down. They name no function, so that they mean the same in any session.
 */
export function auditSql(
  { runs, ledger }: Pick<SessionFacts, 'runs' | 'ledger'>,
  { environment, actor, reason }: Pick<RunSettings, 'environment' | 'actor' | 'reason'>,
  action: AuditedAction,
  subject: string | null,
): string[] {
  if (runs !== 'ready') return [];
  const values = [projectName(ledger), environment, action, subject, actor.actor, actor.source, reason];
  return [
    `insert into confiture.audit (project, environment, action, subject, actor, actor_source, reason)
      values (${values.map(quoteLiteral).join(', ')})`,
  ];
}
