import type { TrackingTable } from '../../config/tracking-table.js';
import type { Connection } from '../../database/connection.js';
import { foreignObjectsSql } from '../../database/foreign-owner.js';
import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';

/** More schemas with a ledger than this are tenants, each with a place of its own. */
const MOST_SCHEMAS = 50;

/**
 * SQL for who has set the search_path, as in `pg_settings.source`; null where the path leads to a table of that name, or
 * none is anywhere, because the view reads every setting of the server. For a session whose search_path is still its own.
 */
export function pathSourceSql(table: string): string {
  return `case when pg_catalog.to_regclass(${quoteLiteral(quoteIdentifier(table))}) is null
    and exists (select from pg_catalog.pg_class where relname operator(pg_catalog.=) ${quoteLiteral(table)}) then (
      select source from pg_catalog.pg_settings where name operator(pg_catalog.=) 'search_path') end`;
}

/**
 * Schemas but `schema` that have a table which is named and made as the ledger, may be read, and belongs to a trusted role.
 */
export async function otherLedgers(
  connection: Connection,
  { schema, table }: TrackingTable & { readonly schema: string },
): Promise<readonly string[]> {
  const rows = await connection.query<{ nspname: string }>(
    `select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = ${quoteLiteral(table)} and c.relkind in ('r', 'p') and n.nspname <> ${quoteLiteral(schema)}
        and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
        and not row_security_active(c.oid)
        and (select count(*) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
          and a.attname in ('pk_confiture', 'version', 'name', 'checksum', 'applied_at', 'execution_time_ms')) = 6
        and ${foreignObjectsSql(connection, { schema: 'n.nspname', table: 'c.oid' })} is null
      order by 1 limit ${MOST_SCHEMAS}`,
  );
  return rows.map(({ nspname }) => nspname);
}
