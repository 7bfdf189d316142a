import type { LoadedMigration } from '../migrations/files/load-migration.js';
import { readOpenErrors } from './emit/open-errors.js';
import { execute } from './execute/execute.js';
import type { ExecutionFailure } from './execute/execution.js';
import { withPermit } from './lifecycle/approval/gate/permit.js';
import { phaseGateOf } from './lifecycle/approval/gate/phase-gate.js';
import { withPauseWhen } from './lifecycle/hold/with-pause-when.js';
import { type ControlledRun, withRun } from './lifecycle/steering/with-run.js';
import { withMonitoring } from './monitor/watch.js';
import { nameBlocker } from './outcome/name-blocker.js';
import type { MigrationReference } from './plan/plan.js';
import type { DownLimits, DownStep } from './plan/plan-down.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { prepareDown } from './preflight/prepare-down.js';
import type { RunFailure } from './run.js';
import { migrationContext, runContext } from './run-info.js';
import { type AppliedMigration, RunJournal } from './run-journal.js';

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
  readonly steps: readonly DownStep[];
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
    const { steps, downs } = prepared;
    const outcome =
      refusal || dryRun || steps.length === 0
        ? { rolledBack: [], failure: null }
        : await withMonitoring(
            open.control.ports,
            open,
            async (ports, lastBlock) => nameBlocker(await undo(downs, open, ports, settings), lastBlock()),
            open.control.openBeside,
          );
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

interface DownOutcome {
  readonly rolledBack: readonly AppliedMigration[];
  readonly failure: ExecutionFailure | null;
}

/**
 * Undoes migrations, newest first: all in one transaction, so that a failure leaves everything as it was. Where a file
 * cannot share a transaction each is undone by itself, and the ones before a failure stay undone. All gates are asked
 * before the first statement: a hook must not be waited for inside a transaction.
 */
async function undo(
  downs: readonly LoadedMigration[],
  open: ControlledRun,
  ports: RunnerPorts,
  settings: RunSettings,
): Promise<DownOutcome> {
  const { info, connection, control } = open;
  const startedAt = new Date(ports.now());
  const files = downs.map(({ file }) => file);
  control.begin(open, files);
  await ports.hooks.runGate('pre_run', runContext('pre_run', info, { startedAt, endedAt: null }));
  for (const { file } of downs)
    await ports.hooks.runGate('pre_rollback', migrationContext('pre_rollback', info, file));
  const scope = await ports.events.prepare(connection);
  await control.beginLate(open, scope !== null);
  const { redaction } = settings;
  const errors = await readOpenErrors(connection, ports.events, scope);
  const gate = phaseGateOf(open, settings, 'down');
  const journal = new RunJournal({ ...open, direction: 'down', files, redaction, errors }, ports, gate);
  const tasks = downs.map((down) => ({ file: down.file, load: async () => down }));
  const shared = downs.every(({ plan }) => plan.mode === 'pipelined');
  const ended = await withPauseWhen(open, control, ports, settings, (safePoint) =>
    execute({ direction: 'down', tasks, shared }, { ...open, ledger: open.facts.ledger }, journal, {
      ...ports,
      redaction,
      safePoint,
    }),
  );
  const failure = await control.explain(ended);
  await journal.end(failure, startedAt);
  await control.end(failure?.error ?? null);
  return { rolledBack: journal.finishedMigrations, failure };
}
