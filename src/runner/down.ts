import type { LoadedMigration } from '../migrations/files/load-migration.js';
import type { RedactionOptions } from '../redaction/redaction.js';
import { textsFor } from './event-recorder.js';
import type { ApplyFailure } from './execute/apply-events.js';
import { type UndoOutcome, undoAll } from './execute/undo.js';
import { withMonitoring } from './monitor/watch.js';
import { factsOf } from './outcome/failure.js';
import { nameBlocker } from './outcome/name-blocker.js';
import { type DownLimits, type DownStep, type MigrationReference, planDown } from './plan/plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { checkDown } from './preflight/check-down.js';
import type { AppliedMigration, RunFailure } from './run.js';
import { migrationContext, runContext } from './run-info.js';
import { type RunSession, withDatabase } from './session/open.js';
import { refuseReadOnly } from './session/refuse-session.js';

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
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<DownResult> {
  const startedAt = ports.now();
  return withDatabase(ports, settings, { lock: !dryRun }, async (open) => {
    const steps = planDown(open.inventory, open.rows, limits);
    if (steps.length > 0) refuseReadOnly(open.facts);
    const { serverVersion } = open.connection;
    const { downs, warnings } = await checkDown(steps, { serverVersion, dryRun });
    for (const warning of warnings) ports.reporter.warning(warning);
    ports.reporter.plan({
      direction: 'down',
      pending: steps.length,
      applied: open.rows.length,
      dryRun,
      names: steps.map(({ row }) => row.name),
    });
    const outcome =
      dryRun || steps.length === 0
        ? { undone: [], failure: null }
        : await withMonitoring(ports, open, async (ports, lastBlock) =>
            nameBlocker(await undo(downs, open, ports, settings), lastBlock()),
          );
    const gone = new Set(outcome.undone.map(({ down }) => down.file.version));
    return {
      runId: open.info.runId,
      rolledBack: outcome.undone.map(({ down, timing }) => ({
        version: down.file.version,
        name: down.file.name,
        durationMs: (timing.endedAt?.getTime() ?? 0) - (timing.startedAt?.getTime() ?? 0),
        rowsAffected: timing.rowsAffected,
      })),
      unknown: outcome.failure?.unknown ?? [],
      failure: outcome.failure && { error: outcome.failure.error, source: outcome.failure.text },
      durationMs: ports.now() - startedAt,
      dryRun,
      from: open.rows.at(-1) ?? null,
      to: open.rows.filter(({ version }) => !gone.has(version)).at(-1) ?? null,
      steps,
    };
  });
}

/** All gates are asked before the first statement: a hook must not be waited for inside a transaction. */
async function undo(
  downs: readonly LoadedMigration[],
  open: RunSession,
  ports: RunnerPorts,
  settings: RunSettings,
): Promise<UndoOutcome> {
  const { info, connection, facts } = open;
  const startedAt = new Date(ports.now());
  await ports.hooks.runGate('pre_run', runContext('pre_run', info, { startedAt, endedAt: null }));
  for (const { file } of downs)
    await ports.hooks.runGate('pre_rollback', migrationContext('pre_rollback', info, file));
  await ports.recorder.prepare(connection);
  const total = downs.length;
  const outcome = await undoAll(
    downs,
    { connection, ledger: facts.ledger, settings: open.settings, askAgain: open.askAgain },
    {
      signal: ports.signal,
      now: ports.now,
      redaction: settings.redaction,
      recordSql: ({ file }) => textsFor(ports.recorder, migrationContext('post_rollback', info, file)),
      working: ({ file }, index) =>
        ports.reporter.migrationStarted({ name: file.name, index: index + 1, total }),
    },
  );
  await report(outcome, open, ports, total, settings.redaction);
  await ports.hooks.notify('post_run', {
    ...runContext('post_run', info, { startedAt, endedAt: new Date(ports.now()) }),
    applied: [],
    failed: outcome.failure?.certainty === 'failed' ? outcome.failure.file.name : null,
    unknown: (outcome.failure?.unknown ?? []).map(({ name }) => name),
  });
  return outcome;
}

async function report(
  { undone, failure }: UndoOutcome,
  open: RunSession,
  ports: RunnerPorts,
  total: number,
  redaction: RedactionOptions,
): Promise<void> {
  const { info } = open;
  const { hooks, reporter } = ports;
  for (const [index, { down, timing }] of undone.entries()) {
    const durationMs = (timing.endedAt?.getTime() ?? 0) - (timing.startedAt?.getTime() ?? 0);
    reporter.migrationFinished({
      name: down.file.name,
      index: index + 1,
      total,
      durationMs,
      rowsAffected: timing.rowsAffected,
      direction: 'down',
    });
    await hooks.notify('post_rollback', migrationContext('post_rollback', info, down.file, timing));
  }
  if (failure) await reportFailure(failure, open, ports, total, redaction);
}

async function reportFailure(
  { certainty, error, file, timing, index }: ApplyFailure,
  { info }: RunSession,
  { hooks, reporter }: RunnerPorts,
  total: number,
  redaction: RedactionOptions,
): Promise<void> {
  if (certainty === 'not-begun') return;
  const isUnknown = certainty === 'unknown';
  reporter.migrationFailed({ name: file.name, index: index + 1, total, durationMs: 0, isUnknown });
  if (isUnknown) return;
  const facts = factsOf(error, redaction);
  await hooks.notify('on_error', {
    ...migrationContext('on_error', info, file, timing, facts, 'down'),
    error: facts,
  });
}
