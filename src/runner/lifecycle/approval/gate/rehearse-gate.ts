import type { Connection } from '../../../../database/connection.js';
import type { Direction, RunWarning } from '../../../../run-events.js';
import { readScope } from '../../../../storage/scope.js';
import type { RunPlanDocument } from '../../../plan/run-plan.js';
import type { RunSettings } from '../../../ports.js';
import type { RunSession } from '../../../session/open.js';
import { requiredCount } from '../approval-state.js';
import { readApprovals } from '../store/approval-rows.js';
import { requirementOfPlan } from './asked-plan.js';
import { findCovering } from './coverage.js';

/** What a run of this plan would wait for at its gate: nothing where it would begin. Writes nothing. */
export async function rehearseGate(
  open: RunSession,
  settings: RunSettings,
  { plan, direction }: { readonly plan: RunPlanDocument; readonly direction: Direction },
): Promise<RunWarning[]> {
  const needed = approvalNeeded(plan, settings);
  return needed.length > 0 && (await isGranted(open, settings, plan, direction)) ? [] : needed;
}

/** The approvals that a plan needs, whether or not it has them. */
export function approvalNeeded(plan: RunPlanDocument, settings: RunSettings): RunWarning[] {
  const requirement = requirementOfPlan(plan, settings);
  if (requirement === null) return [];
  return [{ kind: 'approval-needed', count: requiredCount({ requirement }), reasons: requirement.reasons }];
}

async function isGranted(
  { connection }: RunSession,
  settings: RunSettings,
  plan: RunPlanDocument,
  direction: Direction,
): Promise<boolean> {
  if (!(await mayReadApprovals(connection))) return false;
  const known = await readApprovals(connection, await readScope(connection, settings), { direction });
  return findCovering(known, plan, null) !== undefined;
}

/** False too where there are no tables yet. Asks the catalogue, since a name that may not be used fails. */
async function mayReadApprovals(connection: Connection): Promise<boolean> {
  const [row] = await connection.query<{ readable: boolean }>(
    `select count(*) = 2 as readable from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'confiture' and c.relname in ('approvals', 'approval_decisions')
       and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')`,
  );
  return row?.readable ?? false;
}
