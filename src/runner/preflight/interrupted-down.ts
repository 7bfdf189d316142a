import { ConfitureError } from '../../errors.js';
import { readInterrupted } from '../ledger/interrupted.js';
import type { RunSession } from '../session/open.js';

/**
 * Throws MIGRATION_INTERRUPTED where a rollback stopped half-way: its migration is in the ledger, and part of what it
 * made is gone. Nothing is asked of a database without schema `confiture`, which such a rollback makes, nor where no applied
 * migration has a down file.
 */
export async function refuseInterruptedDown({
  connection,
  facts,
  inventory,
}: Pick<RunSession, 'connection' | 'facts' | 'inventory'>): Promise<void> {
  const canBeUndone = inventory.some(({ row, file }) => row !== null && file?.down);
  if (facts.runs === 'none' || !canBeUndone) return;
  const found = (await readInterrupted(connection, facts.ledger)).find(
    ({ direction }) => direction === 'down',
  );
  if (!found) return;
  const { version, phase } = found;
  const where = phase
    ? `in phase ${phase.number} of ${phase.total} ("${phase.name}")`
    : 'between two statements';
  throw new ConfitureError('MIGRATION_INTERRUPTED', `the rollback of migration ${version} stopped ${where}`, {
    hint: `Finish it with \`confiture migrate down\`, then migrate up. Or settle it by hand: \`confiture migrate resolve ${version} --applied\` where it is rolled back, \`--forget\` where what it did was put back.`,
    details: { version, phase: phase?.name ?? null },
  });
}
