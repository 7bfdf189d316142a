import { loadUp } from '../migrations/files/load-migration.js';
import type { RunWarning } from '../run-events.js';
import type { BaselineResult } from './baseline.js';
import type { DownResult } from './down.js';
import { findTarget, planUp } from './plan/plan.js';
import { type DownLimits, planDown } from './plan/plan-down.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { checkUp } from './preflight/check-up.js';
import type { UpOptions, UpResult } from './run-result.js';
import { GRAMMAR_VERSION, openUnmade } from './session/open-unmade.js';

/** What commands say that change nothing, where the embedded database is not there yet: none of them makes it. */

/** The dry run of `up`: everything is pending. */
export async function rehearseUp(
  ports: RunnerPorts,
  settings: RunSettings,
  options: UpOptions,
): Promise<UpResult> {
  const startedAt = ports.now();
  const { inventory } = openUnmade(ports, settings);
  const { apply, left, warnings: drift } = planUp(inventory, options);
  const { singleTransaction = false } = options;
  const checked = await checkUp(apply, { serverVersion: GRAMMAR_VERSION, dryRun: true, singleTransaction });
  const warnings = [
    ...drift,
    ...checked.warnings,
    ...(await rehearseUnmadeGate(options.plan, apply, settings, checked.directives)),
  ];
  for (const warning of warnings) ports.emit({ type: 'run.warned', warning });
  ports.emit({
    type: 'run.planned',
    direction: 'up',
    pending: apply.length,
    applied: 0,
    dryRun: true,
    names: checked.steps.map(({ name }) => name),
  });
  return {
    runId: ports.newRunId(),
    applied: [],
    pending: [...apply, ...left].map(({ version, name }) => ({ version, name })),
    unknown: [],
    failure: null,
    warnings,
    retries: 0,
    durationMs: ports.now() - startedAt,
    dryRun: true,
    current: null,
    steps: checked.steps,
  };
}

/** Throws PLAN_CHANGED for any plan but the `wanted` one; gives the approvals that it needs, of which there are none yet. */
async function rehearseUnmadeGate(
  wanted: string | undefined,
  apply: Parameters<typeof checkUp>[0],
  settings: RunSettings,
  directives: readonly string[],
): Promise<RunWarning[]> {
  const isAsked = apply.length > 0 && (settings.approvalRules.length > 0 || directives.length > 0);
  if (wanted === undefined && !isAsked) return [];
  const { planUnmade } = await import('./plan/read-plan.js');
  const { requirePlan } = await import('./plan/require-plan.js');
  const { approvalNeeded } = await import('./lifecycle/approval/gate/rehearse-gate.js');
  const loaders = apply.map((file) => () => loadUp(file));
  const plan = await planUnmade(settings, 'up', loaders);
  if (wanted !== undefined) await requirePlan(null, plan, wanted);
  return isAsked ? approvalNeeded(plan, settings) : [];
}

/** `down`, a dry run or not: there is nothing to undo. */
export function rehearseDown(
  ports: RunnerPorts,
  settings: RunSettings,
  limits: DownLimits,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): DownResult {
  const { inventory } = openUnmade(ports, settings);
  planDown(inventory, [], limits);
  ports.emit({ type: 'run.planned', direction: 'down', pending: 0, applied: 0, dryRun, names: [] });
  return {
    runId: ports.newRunId(),
    rolledBack: [],
    unknown: [],
    failure: null,
    durationMs: 0,
    dryRun,
    from: null,
    to: null,
    steps: [],
  };
}

/** The dry run of `baseline`. */
export function rehearseBaseline(ports: RunnerPorts, settings: RunSettings, target: string): BaselineResult {
  const { inventory } = openUnmade(ports, settings);
  const end = inventory.indexOf(findTarget(inventory, target));
  const marked = inventory.slice(0, end + 1).map(({ version, name }) => ({ version, name }));
  return { marked, alreadyApplied: [], dryRun: true, current: marked.at(-1) ?? null };
}
