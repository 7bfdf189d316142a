import type { Connection } from '../../../database/connection.js';
import type { Scope } from '../../../storage/scope.js';
import { readApprovals } from '../approval/store/approval-rows.js';
import type { ApprovalFacts } from './statement.js';

/** Who agreed to the plan of a run, for its certificates; nothing where it needs no approval. */
export async function readGrants(
  connection: Connection,
  scope: Scope,
  approvalId: string | null,
): Promise<readonly ApprovalFacts[]> {
  if (approvalId === null) return [];
  const [approval] = await readApprovals(connection, scope, { id: approvalId });
  const decisions = approval?.decisions ?? [];
  const lastRevoked = decisions.findLastIndex(({ verb }) => verb === 'revoke');
  return decisions
    .slice(lastRevoked + 1)
    .filter(({ verb }) => verb === 'grant')
    .map(({ actor, source, at }) => {
      return { id: approvalId, actor, actor_source: source, granted_at: at.toISOString() };
    });
}
