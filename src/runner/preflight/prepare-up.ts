import { loadUp } from '../../migrations/files/load-migration.js';
import type { RunWarning } from '../../run-events.js';
import type { Prepared } from '../lifecycle/approval/gate/permit.js';
import { planUp, type UpLimits, type UpPlan } from '../plan/plan.js';
import type { RunnerPorts } from '../ports.js';
import type { RunSession } from '../session/open.js';
import { refuseReadOnly } from '../session/refuse-session.js';
import { type CheckedPlan, checkUp, type PlannedStep } from './check-up.js';
import { refuseInterruptedDown } from './interrupted-down.js';

export interface PreparedUp extends Prepared, Pick<CheckedPlan, 'asChecked'> {
  readonly plan: UpPlan;
  /** What was planned, in order. */
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly RunWarning[];
}

export interface PrepareUpOptions extends UpLimits {
  readonly dryRun?: boolean;
  readonly singleTransaction?: boolean;
}

/** Decides what `up` applies, checks all of it, and tells what that is. */
export async function prepareUp(
  open: RunSession,
  { emit }: RunnerPorts,
  options: PrepareUpOptions,
): Promise<PreparedUp> {
  const { dryRun = false, singleTransaction = false } = options;
  const plan = planUp(open.inventory, options);
  if (plan.apply.length > 0) refuseReadOnly(open.facts);
  const { serverVersion } = open.connection;
  const [checked] = await Promise.all([
    checkUp(plan.apply, { serverVersion, dryRun, singleTransaction, load: open.load }),
    plan.apply.length > 0 ? refuseInterruptedDown(open) : null,
  ]);
  const { steps, asChecked, directives } = checked;
  const warnings = [...plan.warnings, ...checked.warnings];
  for (const warning of warnings) emit({ type: 'run.warned', warning });
  emit({
    type: 'run.planned',
    direction: 'up',
    pending: plan.apply.length,
    applied: open.rows.length,
    dryRun,
    names: steps.map(({ name }) => name),
    titles: new Map(steps.flatMap(({ name, title }) => (title === null ? [] : [[name, title] as const]))),
  });
  const loads = plan.apply.map((file) => () => loadUp(file));
  return { plan, steps, asChecked, warnings, directives, files: plan.apply, loads, dryRun };
}
