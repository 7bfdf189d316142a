import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { Direction } from '../../run-events.js';
import type { RunSettings } from '../ports.js';
import type { RunSession } from '../session/open.js';

/** Gives a file that is about to run back, or throws PLAN_CHANGED where it is not the one that was planned. */
export type PlanGuard = (migration: LoadedMigration) => LoadedMigration;

/**
 * Holds a run to the plan whose hash is `wanted`. Throws PLAN_CHANGED for any other plan. Where none is wanted, or there
 * is nothing to run, no plan is made and every file may run.
 */
export async function planGuard(
  open: Pick<RunSession, 'connection' | 'facts' | 'inventory' | 'info'>,
  settings: RunSettings,
  direction: Direction,
  wanted: string | undefined,
  run: readonly (() => Promise<LoadedMigration>)[],
): Promise<PlanGuard> {
  if (wanted === undefined || run.length === 0) return (migration) => migration;
  const { planOfRun } = await import('./plan-of-run.js');
  const { requirePlan, requirePlanned } = await import('./require-plan.js');
  const plan = await planOfRun(open, settings, direction, run);
  requirePlan(plan, wanted);
  return (migration) => requirePlanned(migration, plan);
}
