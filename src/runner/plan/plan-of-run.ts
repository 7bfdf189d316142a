import type { LoadedMigration } from '../../migrations/files/load-migration.js';
import type { Direction } from '../../run-events.js';
import type { RunSettings } from '../ports.js';
import type { RunSession } from '../session/open.js';
import { buildRunPlan } from './build-run-plan.js';
import { readIdentity } from './database-identity.js';
import type { RunPlanDocument } from './run-plan.js';

/** The plan of what a session is about to run, from the ledger as it has been read and the files as they are. */
export async function planOfRun(
  { connection, facts, inventory, info }: Pick<RunSession, 'connection' | 'facts' | 'inventory' | 'info'>,
  { environment, approvalRules }: Pick<RunSettings, 'environment' | 'approvalRules'>,
  direction: Direction,
  run: readonly (() => Promise<LoadedMigration>)[],
): Promise<RunPlanDocument> {
  const frame = {
    project: `${facts.ledger.schema}.${facts.ledger.table}`,
    environment,
    database: await readIdentity(connection, info.database.name),
    direction,
    approvalRules,
    defaultSchema: facts.schema,
  };
  const applied = inventory.flatMap(({ row, file }) => (row !== null && file !== null ? [file] : []));
  return buildRunPlan(frame, { run, applied });
}
