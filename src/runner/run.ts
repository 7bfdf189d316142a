import type { ConfitureError } from '../errors.js';
import type { MigrationFile } from '../migrations/folder/discover.js';
import type { RedactionOptions } from '../redaction/redaction.js';
import { textsFor } from './event-recorder.js';
import type { ApplyEvents, ApplyFailure } from './execute/apply-events.js';
import { applyTogether } from './execute/apply-together.js';
import { applyAll } from './execute/pipeline.js';
import { ensureLedger } from './ledger/ledger.js';
import { withMonitoring } from './monitor/watch.js';
import { factsOf } from './outcome/failure.js';
import { nameBlocker } from './outcome/name-blocker.js';
import { type MigrationReference, planUp, type UpLimits } from './plan/plan.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import { checkUp, type PlannedStep } from './preflight/check-up.js';
import { migrationContext, type RunInfo, runContext, type Timing } from './run-info.js';
import { type RunSession, withDatabase } from './session/open.js';
import { refuseReadOnly } from './session/refuse-session.js';

export interface UpOptions extends UpLimits {
  /** Say what would be done, and do nothing. */
  readonly dryRun?: boolean;
  /** All in one transaction: all of them or none. */
  readonly singleTransaction?: boolean;
}

export interface AppliedMigration {
  readonly version: string;
  readonly name: string;
  readonly durationMs: number;
  /** Rows written by the file's statements; null where the server's answer was lost. */
  readonly rowsAffected: number | null;
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
  /** What is still pending. */
  readonly pending: readonly MigrationReference[];
  /** What may be applied or pending: the answer to its commit was lost, and the ledger could not be asked. */
  readonly unknown: readonly MigrationReference[];
  readonly failure: RunFailure | null;
  readonly warnings: readonly string[];
  /** How often a migration was tried again after a lock time-out, deadlock or serialization failure. */
  readonly retries: number;
  readonly durationMs: number;
  readonly dryRun: boolean;
  /** The newest applied migration; null where there is none. */
  readonly current: MigrationReference | null;
  /** What was planned, in order. */
  readonly steps: readonly PlannedStep[];
}

/** Applies what is pending, in order. */
export async function runUp(
  ports: RunnerPorts,
  settings: RunSettings,
  options: UpOptions = {},
): Promise<UpResult> {
  const startedAt = ports.now();
  return withDatabase(ports, settings, { lock: !options.dryRun }, async (open) => {
    const { dryRun = false, singleTransaction = false } = options;
    const plan = planUp(open.inventory, options);
    if (plan.apply.length > 0) refuseReadOnly(open.facts);
    const { serverVersion } = open.connection;
    const checked = await checkUp(plan.apply, { serverVersion, dryRun, singleTransaction });
    const { steps } = checked;
    const warnings = [...plan.warnings, ...checked.warnings];
    for (const warning of warnings) ports.reporter.warning(warning);
    ports.reporter.plan({
      direction: 'up',
      pending: plan.apply.length,
      applied: open.rows.length,
      dryRun,
      names: steps.map(({ name }) => name),
    });
    const outcome =
      dryRun || plan.apply.length === 0
        ? nothingDone
        : await withMonitoring(ports, open, async (ports, lastBlock) => {
            const outcome = await applyPlan(plan.apply, open, ports, settings, options);
            return nameBlocker(outcome, lastBlock());
          });
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
      dryRun,
      current: outcome.applied.at(-1) ?? open.rows.at(-1) ?? null,
      steps,
    };
  });
}

type ApplyOutcome = Pick<UpResult, 'applied' | 'unknown' | 'failure' | 'retries'>;

const nothingDone: ApplyOutcome = { applied: [], unknown: [], failure: null, retries: 0 };

async function applyPlan(
  files: readonly MigrationFile[],
  open: RunSession,
  ports: RunnerPorts,
  settings: RunSettings,
  { singleTransaction = false }: UpOptions,
): Promise<ApplyOutcome> {
  const { connection, info } = open;
  const startedAt = new Date(ports.now());
  await ports.hooks.runGate('pre_run', runContext('pre_run', info, { startedAt, endedAt: null }));
  const ledger = await ensureLedger(connection, open.facts.ledger);
  await ports.recorder.prepare(connection);
  connection.onNotice((notice) => ports.reporter.notice({ migration: null, ...notice }));

  const journal: Journal = { applied: [], retries: 0 };
  const work = { connection, ledger, settings: open.settings, askAgain: open.askAgain };
  const events = eventsOf(files.length, info, ports, journal);
  const options = { ...ports, redaction: settings.redaction };
  const failure = singleTransaction
    ? await applyTogether(files, work, events, options)
    : await applyAll(files, work, events, options);
  if (failure) await reportFailure(failure, files.length, info, ports, settings.redaction);
  await ports.hooks.notify('post_run', {
    ...runContext('post_run', info, { startedAt, endedAt: new Date(ports.now()) }),
    applied: journal.applied.map(({ name }) => name),
    failed: failure?.certainty === 'failed' ? failure.file.name : null,
    unknown: (failure?.unknown ?? []).map(({ name }) => name),
  });
  return {
    applied: journal.applied,
    retries: journal.retries,
    unknown: failure?.unknown ?? [],
    failure: failure && { error: failure.error, source: failure.text },
  };
}

interface Journal {
  readonly applied: AppliedMigration[];
  retries: number;
}

function eventsOf(
  total: number,
  info: RunInfo,
  { hooks, reporter, recorder }: RunnerPorts,
  journal: Journal,
): ApplyEvents {
  return {
    asksBeforeEach: hooks.has('pre_execute'),
    beforeEach: (file) => hooks.runGate('pre_execute', migrationContext('pre_execute', info, file)),
    recordSql: (file) => textsFor(recorder, migrationContext('post_execute', info, file)),
    working: ({ name }, index) => reporter.migrationStarted({ name, index: index + 1, total }),
    retrying: ({ name }, sqlstate, attempt, waitMs) => {
      journal.retries += 1;
      reporter.warning(`${name}: SQLSTATE ${sqlstate}, trying again in ${waitMs} ms (retry ${attempt})`);
    },
    applied: async (file, timing, index) => {
      const durationMs = durationOf(timing);
      const { rowsAffected } = timing;
      journal.applied.push({ version: file.version, name: file.name, durationMs, rowsAffected });
      reporter.migrationFinished({
        name: file.name,
        index: index + 1,
        total,
        durationMs,
        rowsAffected,
        direction: 'up',
      });
      await hooks.notify('post_execute', migrationContext('post_execute', info, file, timing));
    },
  };
}

async function reportFailure(
  { certainty, error, file, timing, index }: ApplyFailure,
  total: number,
  info: RunInfo,
  { hooks, reporter }: RunnerPorts,
  redaction: RedactionOptions,
): Promise<void> {
  if (certainty === 'not-begun') return;
  const isUnknown = certainty === 'unknown';
  reporter.migrationFailed({
    name: file.name,
    index: index + 1,
    total,
    durationMs: durationOf(timing),
    isUnknown,
  });
  if (isUnknown) return;
  const facts = factsOf(error, redaction);
  await hooks.notify('on_error', {
    ...migrationContext('on_error', info, file, timing, facts),
    error: facts,
  });
}

function durationOf({ startedAt, endedAt }: Timing): number {
  return startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : 0;
}
