import type { LoadedMigration } from '../../../../migrations/files/load-migration.js';
import type { Direction } from '../../../../run-events.js';
import type { RunSettings } from '../../../ports.js';
import type { ControlledRun } from '../../steering/with-run.js';

/**
 * Asked before a phase that requires an approval, with nothing in flight and no transaction open. Gives the grant that it
 * runs under; rejects where it may not run.
 */
export type PhaseGate = (migration: LoadedMigration, phase: string) => Promise<string>;

/** A plan that was approved as a whole has its phases approved; another one asks when it has come to the phase. */
export function phaseGateOf(open: ControlledRun, settings: RunSettings, direction: Direction): PhaseGate {
  return async (migration, phase) => {
    const { approvalId } = open.info;
    if (approvalId !== null) return approvalId;
    const { passPhase } = await import('./pass-phase.js');
    return passPhase(open, settings, direction, { migration, phase });
  };
}
