import type { InvalidMigration, Validation } from '../../lifecycle/validation/validation.js';
import { resetSettingsSql } from '../../session/session-state.js';
import type { ExecutionContext } from '../transaction.js';
import { IMMEDIATE } from '../validated-transaction.js';

/**
 * Commits the last phase, whose transaction is open, where the migration is valid; throws where it is not. Gives what did
 * not hold of one that is committed all the same. `record` are the texts that say what it did.
 */
export async function commitValidated(
  { connection, settings }: ExecutionContext,
  validation: Validation,
  record: readonly string[],
): Promise<InvalidMigration | null> {
  await connection.run(`${resetSettingsSql(settings)}; ${IMMEDIATE}`);
  const isWhole = validation.migration.phases?.length === 1;
  const invalid = await validation.askAfter('inside', isWhole ? 'rolled_back' : 'stays');
  await connection.run(record.join('; '));
  for (const text of await validation.closingPartsSql()) await connection.run(text);
  await connection.run('commit');
  return invalid;
}
