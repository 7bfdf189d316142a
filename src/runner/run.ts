import type { ConfitureError } from '../errors.js';
import { loadUp } from '../migrations/files/load-migration.js';
import type { MigrationFile } from '../migrations/folder/discover.js';
import type { RunWarning } from '../run-events.js';
import { readOpenErrors } from './emit/open-errors.js';
import { execute } from './execute/execute.js';
import { ensureLedger } from './ledger/ledger.js';
import { type Permitted, withPermit } from './lifecycle/approval/gate/permit.js';
import { phaseGateOf } from './lifecycle/approval/gate/phase-gate.js';
import { withPauseWhen } from './lifecycle/hold/with-pause-when.js';
import { withRun } from './lifecycle/steering/with-run.js';
import { openValidations } from './lifecycle/validation/open-validations.js';
import { withMonitoring } from './monitor/watch.js';
import { nameBlocker } from './outcome/name-blocker.js';
import type { MigrationReference, UpLimits } from './plan/plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import type { PlannedStep } from './preflight/check-up.js';
import { type PreparedUp, prepareUp } from './preflight/prepare-up.js';
import { runContext } from './run-info.js';
import { type AppliedMigration, RunJournal } from './run-journal.js';

export interface UpOptions extends UpLimits {
  /** Say what would be done, and do nothing. */
  readonly dryRun?: boolean;
  /** All in one transaction: all of them or none. */
  readonly singleTransaction?: boolean;
  /** Hash of the only plan that may run, as `migrate plan` gives it; any other is PLAN_CHANGED. */
  readonly plan?: string;
}

export interface RunFailure {
  readonly error: ConfitureError;
  /** Text of the migration file, for drawing the failing line; null where it was never read. */
  readonly source: string | null;
}

/** What a run did. A failed migration is a result, not an exception: what was applied before it counts. */
export interface UpResult {
  readonly runId: string;
  readonly applied: readonly AppliedMigration[];
  /** Migrations that are still pending. */
  readonly pending: readonly MigrationReference[];
  /** Migrations that may be applied or pending: a commit was not answered, and the ledger could not be asked. */
  readonly unknown: readonly MigrationReference[];
  readonly failure: RunFailure | null;
  readonly warnings: readonly RunWarning[];
  /** How often a migration was tried again after a lock time-out, deadlock or serialization failure. */
  readonly retries: number;
  readonly durationMs: number;
  readonly dryRun: boolean;
  /** The newest applied migration; null where there is none. */
  readonly current: MigrationReference | null;
  /** What was planned, in order. */
  readonly steps: readonly PlannedStep[];
}

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
      const { plan, steps, warnings, dryRun } = prepared;
      const outcome = refusal
        ? { ...nothingDone, failure: { error: refusal, source: null } }
        : dryRun || plan.apply.length === 0
          ? nothingDone
          : await withMonitoring(
              open.control.ports,
              open,
              async (ports, lastBlock) => {
                const outcome = await applyPlan(plan.apply, permitted, ports, settings, options);
                return nameBlocker(outcome, lastBlock());
              },
              open.control.openBeside,
            );
      if (refusal) await open.control.end(refusal);
      const done = new Set(outcome.applied.map(({ version }) => version));
      const doubtful = new Set(outcome.unknown.map(({ version }) => version));
      return {
        runId: open.info.runId,
        ...outcome,
        pending: [...plan.apply, ...plan.left]
          .filter(({ version }) => !done.has(version) && !doubtful.has(version))
          .map(({ version, name }) => ({ version, name })),
        warnings,
        durationMs: ports.now() - startedAt,
        dryRun: options.dryRun ?? false,
        current: outcome.applied.at(-1) ?? open.rows.at(-1) ?? null,
        steps,
      };
    },
  );
}

type ApplyOutcome = Pick<UpResult, 'applied' | 'unknown' | 'failure' | 'retries'>;

const nothingDone: ApplyOutcome = { applied: [], unknown: [], failure: null, retries: 0 };

async function applyPlan(
  files: readonly MigrationFile[],
  { open, guard, prepared }: Permitted<PreparedUp>,
  ports: RunnerPorts,
  settings: RunSettings,
  { singleTransaction = false }: UpOptions,
): Promise<ApplyOutcome> {
  const { connection, control, info } = open;
  const startedAt = new Date(ports.now());
  control.begin(open, files);
  await ports.hooks.runGate('pre_run', runContext('pre_run', info, { startedAt, endedAt: null }));
  const ledger = await ensureLedger(connection, open.facts.ledger);
  const scope = await ports.events.prepare(connection);
  await control.beginLate(open, scope !== null);
  connection.onNotice((notice) => ports.emit({ type: 'server.noticed', migration: null, ...notice }));
  const { redaction } = settings;
  const errors = await readOpenErrors(connection, ports.events, scope);
  const validations = await openValidations(files, { ...open, ledger }, ports, settings);
  const gate = phaseGateOf(open, settings, 'up');
  const journal = new RunJournal({ ...open, direction: 'up', files, redaction, errors }, ports, gate);
  const tasks = files.map((file) => ({
    file,
    load: async () => prepared.asChecked(guard(await loadUp(file))),
  }));
  const ended = await withPauseWhen(open, control, ports, settings, (safePoint) =>
    execute(
      { direction: 'up', tasks, shared: singleTransaction },
      { ...open, ledger, ...validations },
      journal,
      { ...ports, redaction, safePoint },
    ),
  );
  const failure = await control.explain(ended);
  await journal.end(failure, startedAt);
  await control.end(failure?.error ?? null);
  return {
    applied: journal.finishedMigrations,
    retries: journal.retries,
    unknown: failure?.unknown ?? [],
    failure: failure && { error: failure.error, source: failure.text },
  };
}
