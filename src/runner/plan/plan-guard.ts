import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { Direction } from '../../run-events.js';
import type { RunSettings } from '../ports.js';
import type { RunSession } from '../session/open.js';
import type { RunPlanDocument } from './run-plan.js';

/** Gives a file that is about to run back, or throws PLAN_CHANGED where it is not the one that was planned. */
export type PlanGuard = (migration: LoadedMigration) => LoadedMigration;

/** The plan of a run, where one was made, and what compares each file with it. */
export interface GuardedPlan {
  readonly plan: RunPlanDocument | null;
  readonly guard: PlanGuard;
}

/**
 * Holds a run to the plan whose hash is `wantedPlan`. Throws PLAN_CHANGED for any other plan. Where none is wanted or
 * needed, or there is nothing to run, no plan is made and every file may run.
 */
export async function planGuard(
  open: Pick<RunSession, 'connection' | 'facts' | 'inventory' | 'info'>,
  settings: RunSettings,
  direction: Direction,
  { wantedPlan, isNeeded }: { readonly wantedPlan: string | undefined; readonly isNeeded: boolean },
  run: readonly (() => Promise<LoadedMigration>)[],
): Promise<GuardedPlan> {
  const isMade = run.length > 0 && (wantedPlan !== undefined || isNeeded);
  if (!isMade) return { plan: null, guard: (migration) => migration };
  const { planOfRun } = await import('./plan-of-run.js');
  const { requirePlan, requirePlanned } = await import('./require-plan.js');
  const plan = await planOfRun(open, settings, direction, run);
  if (wantedPlan !== undefined) await requirePlan(open, plan, wantedPlan);
  return { plan, guard: (migration) => requirePlanned(migration, plan) };
}
