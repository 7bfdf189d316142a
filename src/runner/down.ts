import { withPermit } from './lifecycle/approval/gate/permit.js';
import { withRun } from './lifecycle/steering/with-run.js';
import type { MigrationReference } from './plan/plan.js';
import type { DownLimits, DownStep } from './plan/plan-down.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { type Commits, commitsOf } from './preflight/commits.js';
import { prepareDown } from './preflight/prepare-down.js';
import type { AppliedMigration } from './run-journal.js';
import type { RunFailure } from './run-result.js';

/** What `down` did. */
export interface DownResult {
  readonly runId: string;
  readonly rolledBack: readonly AppliedMigration[];
  /** What may be rolled back or not: the answer was lost, and the ledger could not be asked. */
  readonly unknown: readonly MigrationReference[];
  readonly failure: RunFailure | null;
  readonly durationMs: number;
  readonly dryRun: boolean;
  /** Newest applied migration before and after; null where there is none. */
  readonly from: MigrationReference | null;
  readonly to: MigrationReference | null;
  readonly steps: readonly (DownStep & { readonly commits: Commits })[];
}

/** Undoes the newest migrations. Checks first that every one of them can be undone. */
export async function runDown(
  ports: RunnerPorts,
  settings: RunSettings,
  limits: DownLimits,
  { dryRun = false, plan }: { readonly dryRun?: boolean; readonly plan?: string } = {},
): Promise<DownResult> {
  const startedAt = ports.now();
  return withRun('down', ports, settings, { lock: !dryRun, dryRun }, async (first) => {
    const permit = { direction: 'down' as const, wantedPlan: plan, settings, now: ports.now };
    const permitted = await withPermit(first, permit, (open) => prepareDown(open, ports, limits, dryRun));
    const { open, prepared, refusal } = permitted;
    for (const warning of permitted.warnings) ports.emit({ type: 'run.warned', warning });
    const steps = prepared.downs.map((down, index) => ({
      ...(prepared.steps[index] as DownStep),
      commits: commitsOf(down),
    }));
    const outcome =
      refusal || dryRun || steps.length === 0
        ? { rolledBack: [], failure: null }
        : await (await import('./undo-plan.js')).undoPlan(permitted, settings);
    if (refusal) await open.control.end(refusal);
    const gone = new Set(outcome.rolledBack.map(({ version }) => version));
    return {
      runId: open.info.runId,
      rolledBack: outcome.rolledBack,
      unknown: outcome.failure?.unknown ?? [],
      failure: refusal
        ? { error: refusal, source: null }
        : outcome.failure && { error: outcome.failure.error, source: outcome.failure.text },
      durationMs: ports.now() - startedAt,
      dryRun,
      from: open.rows.at(-1) ?? null,
      to: open.rows.filter(({ version }) => !gone.has(version)).at(-1) ?? null,
      steps,
    };
  });
}
