import { ConfitureError } from '../../errors.js';
import { interruptedPhases } from '../ledger/phase-progress.js';
import type { RunSession } from '../session/open.js';

/**
 * Throws ROLLBACK_IMPOSSIBLE where a migration stopped between two of its phases: what they did is in no down file that
 * the ledger knows of.
 */
export async function refuseInterruptedUp({
  connection,
  facts,
}: Pick<RunSession, 'connection' | 'facts'>): Promise<void> {
  const found = (await interruptedPhases(connection, facts.ledger)).find(
    ({ direction }) => direction === 'up',
  );
  if (!found) return;
  const { version, phase, number, total } = found;
  throw new ConfitureError(
    'ROLLBACK_IMPOSSIBLE',
    `cannot roll back: migration ${version} stopped in phase ${number} of ${total} ("${phase}"), and the phases before it have run`,
    {
      hint: `Finish it with \`confiture migrate up\`. Or undo by hand what its phases did and run \`confiture migrate resolve ${version} --forget\`.`,
      details: { version, phase },
    },
  );
}
