import type { ApplyOutcome } from './apply-plan.js';
import { withPermit } from './lifecycle/approval/gate/permit.js';
import { withRun } from './lifecycle/steering/with-run.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { prepareUp } from './preflight/prepare-up.js';
import type { UpOptions, UpResult } from './run-result.js';

/** Applies pending migrations, in order. */
export async function runUp(
  ports: RunnerPorts,
  settings: RunSettings,
  options: UpOptions = {},
): Promise<UpResult> {
  const startedAt = ports.now();
  return withRun(
    'up',
    ports,
    settings,
    { lock: !options.dryRun, dryRun: options.dryRun ?? false },
    async (first) => {
      const permit = { direction: 'up' as const, wantedPlan: options.plan, settings, now: ports.now };
      const permitted = await withPermit(first, permit, (open) => prepareUp(open, ports, options));
      const { open, prepared, refusal } = permitted;
      const { plan, steps, dryRun } = prepared;
      for (const warning of permitted.warnings) ports.emit({ type: 'run.warned', warning });
      const outcome = refusal
        ? { ...nothingDone, failure: { error: refusal, source: null } }
        : dryRun || plan.apply.length === 0
          ? nothingDone
          : await (await import('./apply-plan.js')).applyPlan(permitted, settings, options);
      if (refusal) await open.control.end(refusal);
      const done = new Set(outcome.applied.map(({ version }) => version));
      const doubtful = new Set(outcome.unknown.map(({ version }) => version));
      return {
        runId: open.info.runId,
        ...outcome,
        pending: [...plan.apply, ...plan.left]
          .filter(({ version }) => !done.has(version) && !doubtful.has(version))
          .map(({ version, name }) => ({ version, name })),
        warnings: [...prepared.warnings, ...permitted.warnings],
        durationMs: ports.now() - startedAt,
        dryRun: options.dryRun ?? false,
        current: outcome.applied.at(-1) ?? open.rows.at(-1) ?? null,
        steps,
      };
    },
  );
}

const nothingDone: ApplyOutcome = { applied: [], unknown: [], failure: null, retries: 0 };
