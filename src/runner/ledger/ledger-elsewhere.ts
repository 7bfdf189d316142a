import type { TrackingTable } from '../../config/tracking-table.js';
import type { Connection } from '../../database/connection.js';
import { foreignObjectsSql } from '../../database/foreign-owner.js';
import { ownSettingsSql } from '../../database/own-settings.js';
import { quoteLiteral } from '../../database/quote.js';
import { ConfitureError } from '../../errors.js';
import type { MigrationFile } from '../../migrations/folder/discover.js';
import type { SessionFacts } from '../session/session.js';
import { ledgerName, readLedger } from './ledger.js';

/** More schemas with a ledger than this are tenants, each with a place of its own. */
const MOST_PLACES = 50;

/**
 * Throws LEDGER_ELSEWHERE where the search_path leads to no ledger, no setting says where it is, and another schema
 * has one with these migrations: after a change of the search_path everything would be applied a second time. A
 * search_path of the connection URL says where it is; one of the role, the database or the server does not.
 */
export async function refuseLedgerElsewhere(
  connection: Connection,
  { ledger }: Pick<SessionFacts, 'ledger'>,
  tracking: TrackingTable,
  files: readonly MigrationFile[],
): Promise<void> {
  if (ledger.exists || tracking.schema !== null || files.length === 0) return;
  const names = new Set(files.map(({ name }) => name));
  for (const schema of await otherPlaces(connection, ledger.schema, tracking.table)) {
    const rows = await readLedger(connection, { ...ledger, schema, exists: true });
    const known = rows.filter(({ name }) => names.has(name));
    if (known.length > 0) throw elsewhere(ledger.schema, schema, tracking.table, known.length, files.length);
  }
}

/** Schemas with a table that is named and made as the ledger, may be read, and belongs to a trusted role. */
async function otherPlaces(connection: Connection, schema: string, table: string): Promise<string[]> {
  const answers = await connection.queryUnbound(`
    select source from pg_catalog.pg_settings where name operator(pg_catalog.=) 'search_path'; ${ownSettingsSql};
    select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relname = ${quoteLiteral(table)} and c.relkind in ('r', 'p') and n.nspname <> ${quoteLiteral(schema)}
      and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
      and not row_security_active(c.oid)
      and (select count(*) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
        and a.attname in ('pk_confiture', 'version', 'name', 'checksum', 'applied_at', 'execution_time_ms')) = 6
      and ${foreignObjectsSql(connection, { schema: 'n.nspname', table: 'c.oid' })} is null
    order by 1 limit ${MOST_PLACES}`);
  const [path] = (answers[0] ?? []) as { source: string }[];
  if (path?.source === 'client') return [];
  return ((answers.at(-1) ?? []) as { schema: string }[]).map((row) => row.schema);
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
