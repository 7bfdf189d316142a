import type { Connection } from '../../../../database/connection.js';
import type { RunPlanDocument } from '../../../plan/run-plan.js';

/** The plan with this hash as a request of the project holds it, whatever its environment; null where none does. */
export async function readAskedPlan(
  connection: Connection,
  project: string,
  hash: string,
): Promise<RunPlanDocument | null> {
  const [row] = await connection.query<{ plan: string }>(
    `select plan::text as plan from confiture.approvals where project = $1 and plan_hash = $2
      order by created_at desc limit 1`,
    [project, hash],
  );
  return row === undefined ? null : JSON.parse(row.plan);
}
