import type { ConfitureError } from '../../../../errors.js';
import type { LoadedMigration } from '../../../../migrations/files/load-migration.js';
import type { MigrationFile } from '../../../../migrations/folder/discover.js';
import type { Direction, RunWarning } from '../../../../run-events.js';
import { type PlanGuard, planGuard } from '../../../plan/plan-guard.js';
import type { RunSettings } from '../../../ports.js';
import type { ControlledRun } from '../../steering/with-run.js';
import { WaitBudget } from './wait-budget.js';

/** What was prepared of a run, as far as plan and approval have to know it. */
export interface Prepared {
  readonly files: readonly MigrationFile[];
  /** Read the files that would run, in order. */
  readonly loads: readonly (() => Promise<LoadedMigration>)[];
  /** Names of the migrations whose files ask for an approval. */
  readonly directives: readonly string[];
  /** Nothing is to run. */
  readonly dryRun: boolean;
}

/** The last preparation, and whether it may run. */
export interface Permitted<P extends Prepared = Prepared> {
  /** Its `info` names the grant to run under, where one is needed. */
  readonly open: ControlledRun;
  readonly prepared: P;
  /** Why nothing may run; null where it may. */
  readonly refusal: ConfitureError | null;
  /** Of a dry run: what the run would wait for. */
  readonly warnings: readonly RunWarning[];
  /** A run can go on for long: each file is compared with the plan when its turn has come. */
  readonly guard: PlanGuard;
}

export interface PermitOptions {
  readonly direction: Direction;
  /** Hash of the only plan that may run; any other is PLAN_CHANGED. */
  readonly wantedPlan: string | undefined;
  readonly settings: RunSettings;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Prepares a run, holds it to the plan that was asked for, and lets it pass the gate of approvals. Plan and gate are made
 * where they are asked for only. After a wait for a decision, what is due is prepared again.
 */
export async function withPermit<P extends Prepared>(
  first: ControlledRun,
  { direction, wantedPlan, settings, now }: PermitOptions,
  prepare: (open: ControlledRun) => Promise<P>,
): Promise<Permitted<P>> {
  const budget = new WaitBudget(settings.approvalTimeoutMs, now);
  let open = first;
  for (;;) {
    const prepared = await prepare(open);
    const { files, loads, directives, dryRun } = prepared;
    const isAsked = files.length > 0 && (settings.approvalRules.length > 0 || directives.length > 0);
    const isNeeded = isAsked || files.some(({ invariant }) => invariant !== null);
    const made = await planGuard(open, settings, direction, { wantedPlan, isNeeded }, loads);
    const { plan, guard } = made;
    if (plan !== null) open = { ...open, info: { ...open.info, planHash: plan.hash } };
    const permitted = { prepared, refusal: null, warnings: [], guard };
    if (!isAsked || plan === null) return { ...permitted, open };
    if (dryRun) {
      const { rehearseGate } = await import('./rehearse-gate.js');
      return { ...permitted, open, warnings: await rehearseGate(open, settings, { plan, direction }) };
    }
    const { passOrWait } = await import('./run-gate.js');
    const passed = await passOrWait(open, settings, { plan, files, directives, direction, budget });
    if (passed.kind === 'refused') return { ...permitted, open, refusal: passed.error };
    open = passed.open;
    if (passed.kind === 'passed') return { ...permitted, open };
  }
}
