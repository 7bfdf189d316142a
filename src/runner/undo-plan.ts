import { readOpenErrors } from './emit/open-errors.js';
import { execute } from './execute/execute.js';
import type { ExecutionFailure } from './execute/execution.js';
import type { Permitted } from './lifecycle/approval/gate/permit.js';
import { phaseGateOf } from './lifecycle/approval/gate/phase-gate.js';
import { withPauseWhen } from './lifecycle/hold/with-pause-when.js';
import { withMonitoring } from './monitor/watch.js';
import { nameBlocker } from './outcome/name-blocker.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import type { PreparedDown } from './preflight/prepare-down.js';
import { migrationContext, runContext } from './run-info.js';
import { type AppliedMigration, RunJournal } from './run-journal.js';

/** What came of the migrations that were to be undone. */
export interface DownOutcome {
  readonly rolledBack: readonly AppliedMigration[];
  readonly failure: ExecutionFailure | null;
}

/** Undoes what was planned and checked, and meanwhile tells what a migration waits for. */
export function undoPlan(permitted: Permitted<PreparedDown>, settings: RunSettings): Promise<DownOutcome> {
  const { ports, openBeside } = permitted.open.control;
  return withMonitoring(
    ports,
    permitted.open,
    async (ports, lastBlock) => nameBlocker(await undoEach(permitted, ports, settings), lastBlock()),
    openBeside,
  );
}

/**
 * Undoes migrations, newest first: all in one transaction, so that a failure leaves everything as it was. Where a file
 * cannot share a transaction each is undone by itself, and the ones before a failure stay undone. All gates are asked
 * before the first statement: a hook must not be waited for inside a transaction.
 */
async function undoEach(
  { open, prepared: { downs } }: Permitted<PreparedDown>,
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
