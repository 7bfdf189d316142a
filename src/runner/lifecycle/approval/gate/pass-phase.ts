import { ConfitureError } from '../../../../errors.js';
import { type LoadedMigration, loadDown, loadUp } from '../../../../migrations/files/load-migration.js';
import type { Direction } from '../../../../run-events.js';
import { readPhaseProgress } from '../../../ledger/phase-progress.js';
import { planOfRun } from '../../../plan/plan-of-run.js';
import type { RunSettings } from '../../../ports.js';
import type { RunSession } from '../../../session/open.js';
import type { ControlledRun } from '../../steering/with-run.js';
import { passGate } from './gate.js';
import { openContext, waitWithoutLock } from './run-gate.js';
import { WaitBudget } from './wait-budget.js';

interface PhaseTurn {
  readonly migration: LoadedMigration;
  readonly phase: string;
}

/**
 * Gives the grant that the phase runs under, after a wait where this run waits for one. What is approved is this phase of
 * this file. Rejects where there is none, or where another run has gone on with the file meanwhile.
 */
export async function passPhase(
  open: ControlledRun,
  settings: RunSettings,
  direction: Direction,
  turn: PhaseTurn,
): Promise<string> {
  const { migration, phase } = turn;
  const { file } = migration;
  const { control } = open;
  const budget = new WaitBudget(settings.approvalTimeoutMs, control.ports.now);
  const plan = await planOfRun(open, settings, direction, [async () => migration]);
  const question = {
    plan,
    directives: [`phase ${phase} of ${file.name}`],
    phase: { version: file.version, phase },
  };
  for (;;) {
    const context = await openContext(open, settings, { direction, budget });
    const passage = await passGate(context, question);
    if (passage.kind === 'refused') throw passage.error;
    if (passage.kind === 'granted') return passage.approvalId;
    if (passage.kind === 'free') throw new Error('a phase that asks for an approval needs one');
    const waited = await waitWithoutLock(open, context, passage.approval);
    if ('error' in waited) throw waited.error;
    if (!(await isStillDue(waited.session, direction, turn))) throw wentOnMeanwhile(turn);
  }
}

/** Files and progress may have changed while the lock was given back. */
async function isStillDue(
  { connection, facts, inventory }: RunSession,
  direction: Direction,
  { migration, phase }: PhaseTurn,
): Promise<boolean> {
  const { version } = migration.file;
  const entry = inventory.find((each) => each.version === version);
  if (!entry?.file || (entry.row !== null) !== (direction === 'down')) return false;
  const { down } = entry.file;
  const loaded = direction === 'up' ? await loadUp(entry.file) : down && (await loadDown(entry.file, down));
  if (loaded?.checksum !== migration.checksum) return false;
  const progress = await readPhaseProgress(connection, { ledger: facts.ledger, direction, version });
  return (progress?.due.name ?? migration.phases?.[0]?.name) === phase;
}

function wentOnMeanwhile({ migration: { file, path }, phase }: PhaseTurn): ConfitureError {
  const message = `${path.displayPath} has changed, or another run has gone on with it, while phase ${phase} waited for its approval`;
  return new ConfitureError('APPROVAL_STALE', message, {
    hint: 'Run the same command again: it goes on from what the database says.',
    location: { file: path.displayPath },
    migration: file.name,
  });
}
