import type { Connection } from '../../database/connection.js';
import { ConfitureError } from '../../errors.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { SessionFacts } from '../session/session.js';
import { ledgerName, readLedger } from './ledger.js';
import { otherLedgers } from './other-ledgers.js';

/**
 * Throws LEDGER_ELSEWHERE where the search_path leads to no ledger, no setting says where it is, and another schema
 * has one with these migrations: after a change of the search_path everything would be applied a second time. A
 * search_path of the connection URL says where it is; one of the role, the database or the server does not.
 */
export async function refuseLedgerElsewhere(
  connection: Connection,
  { ledger, mayBeElsewhere }: Pick<SessionFacts, 'ledger' | 'mayBeElsewhere'>,
  files: readonly MigrationFile[],
): Promise<void> {
  if (!mayBeElsewhere || files.length === 0) return;
  const names = new Set(files.map(({ name }) => name));
  for (const schema of await otherLedgers(connection, ledger)) {
    const rows = await readLedger(connection, { ...ledger, schema, exists: true });
    const known = rows.filter(({ name }) => names.has(name));
    if (known.length > 0) throw elsewhere(ledger.schema, schema, ledger.table, known.length, files.length);
  }
}

function elsewhere(
  wanted: string,
  found: string,
  table: string,
  known: number,
  total: number,
): ConfitureError {
  const [here, there] = [wanted, found].map((schema) => ledgerName({ schema, table }).replaceAll('"', ''));
  return new ConfitureError(
    'LEDGER_ELSEWHERE',
    `the search_path leads to ${here}, which does not exist, but ${there} has ${known} of these ${total} migrations as applied`,
    {
      hint: `Set migration.tracking_table to ${there} where that is the ledger of this database, or to ${here} to begin a new one; or set the search_path of the role back.`,
      details: { wanted: here, found: there },
    },
  );
}
