import { loadUp } from '../migrations/files/load-migration.js';
import { hasQueries } from '../migrations/queries/has-queries.js';
import { readOpenErrors } from './emit/open-errors.js';
import { execute } from './execute/execute.js';
import type { ExecutionContext } from './execute/transaction.js';
import { ensureLedger, type Ledger } from './ledger/ledger.js';
import type { Permitted } from './lifecycle/approval/gate/permit.js';
import { phaseGateOf } from './lifecycle/approval/gate/phase-gate.js';
import { withPauseWhen } from './lifecycle/hold/with-pause-when.js';
import { withMonitoring } from './monitor/watch.js';
import { nameBlocker } from './outcome/name-blocker.js';
import type { RunnerPorts, RunSettings } from './ports.js';
import type { PreparedUp } from './preflight/prepare-up.js';
import { runContext } from './run-info.js';
import { RunJournal } from './run-journal.js';
import type { UpOptions, UpResult } from './run-result.js';
import type { RunSession } from './session/open.js';

/** What came of the migrations of a run. */
export type ApplyOutcome = Pick<UpResult, 'applied' | 'unknown' | 'failure' | 'retries'>;

/** Applies what was planned and checked, and meanwhile tells what a migration waits for. */
export function applyPlan(
  permitted: Permitted<PreparedUp>,
  settings: RunSettings,
  options: UpOptions,
): Promise<ApplyOutcome> {
  const { open } = permitted;
  const { ports, openBeside } = open.control;
  const work = async (ports: RunnerPorts, lastBlock: Parameters<Parameters<typeof withMonitoring>[2]>[1]) =>
    nameBlocker(await applyEach(permitted, ports, settings, options), lastBlock());
  return withMonitoring(ports, open, work, openBeside);
}

async function applyEach(
  { open, guard, prepared }: Permitted<PreparedUp>,
  ports: RunnerPorts,
  settings: RunSettings,
  { singleTransaction = false }: UpOptions,
): Promise<ApplyOutcome> {
  const { connection, control, info } = open;
  const files = prepared.plan.apply;
  const startedAt = new Date(ports.now());
  control.begin(open, files);
  await ports.hooks.runGate('pre_run', runContext('pre_run', info, { startedAt, endedAt: null }));
  const ledger = await ensureLedger(connection, open.facts.ledger);
  const scope = await ports.events.prepare(connection);
  await control.beginLate(open, scope !== null);
  connection.onNotice((notice) => ports.emit({ type: 'server.noticed', migration: null, ...notice }));
  const { redaction } = settings;
  const errors = await readOpenErrors(connection, ports.events, scope);
  const validations = await validationsOf(prepared, { ...open, ledger }, ports, settings);
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

/** How the migrations are validated that have queries; nothing where none has. */
async function validationsOf(
  { files, asChecked }: PreparedUp,
  open: RunSession & { readonly ledger: Ledger },
  ports: RunnerPorts,
  settings: RunSettings,
): Promise<Pick<ExecutionContext, 'startValidation'>> {
  if (!files.some(hasQueries)) return {};
  const { openValidations } = await import('./lifecycle/validation/open-validations.js');
  return openValidations(files, open, ports, settings, asChecked);
}
