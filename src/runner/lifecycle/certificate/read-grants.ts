import type { Connection } from '../../../database/connection.js';
import type { LoadedMigration } from '../../../migrations/files/load-migration.js';
import type { Scope } from '../../../storage/scope.js';
import type { Approval } from '../approval/approval.js';
import { stateOf } from '../approval/approval-state.js';
import { readApprovals } from '../approval/store/approval-rows.js';
import type { ApprovalFacts } from './statement.js';

/** Who agreed to the plan of a run, for its certificates; nothing where it needs no approval. */
export async function readGrants(
  connection: Connection,
  scope: Scope,
  approvalId: string | null,
): Promise<readonly ApprovalFacts[]> {
  if (approvalId === null) return [];
  return (await readApprovals(connection, scope, { id: approvalId })).flatMap(grantsOf);
}

/**
 * Who agreed to single phases of a migration, in the order of the file; an earlier run may have passed some of them. A
 * grant works once, so the newest that is in force, or was used, is the one that the phase ran under.
 */
export async function readPhaseGrants(
  connection: Connection,
  scope: Scope,
  { file: { version }, phases }: LoadedMigration,
): Promise<readonly ApprovalFacts[]> {
  const asking = (phases ?? []).filter(({ options }) => options.requiresApproval);
  if (asking.length === 0) return [];
  const known = (await readApprovals(connection, scope, { direction: 'up' })).filter(isGranted);
  return asking.flatMap(({ name }) => {
    const approval = known.find(({ phase }) => phase?.version === version && phase.phase === name);
    return approval === undefined ? [] : grantsOf(approval);
  });
}

function isGranted(approval: Approval): boolean {
  const state = stateOf(approval);
  return state === 'granted' || state === 'used';
}

function grantsOf({ id, decisions }: Approval): ApprovalFacts[] {
  const lastRevoked = decisions.findLastIndex(({ verb }) => verb === 'revoke');
  return decisions
    .slice(lastRevoked + 1)
    .filter(({ verb }) => verb === 'grant')
    .map(({ actor, source, at }) => {
      return { id, actor, actor_source: source, granted_at: at.toISOString() };
    });
}
