import type { Connection } from '../../../database/connection.js';
import { quoteIdentifier, quoteLiteral } from '../../../database/quote.js';
import { isServerError } from '../../../database/server-error.js';
import { QUERY_CANCELED } from '../../../database/sqlstates.js';
import type { NamedTables } from './named-tables.js';

/** Tables that the planner takes for no larger are counted. */
const MOST_COUNTED = 100_000;

interface Table {
  readonly schema: string;
  readonly name: string;
}

/**
 * Rows of the tables together, by the planner's estimate where they are large and `exactly` is false. Null where a
 * table may not be read. No transaction is open.
 */
export async function countRows(
  connection: Connection,
  tables: NamedTables,
  { exactly }: { readonly exactly: boolean },
): Promise<number | null> {
  try {
    let sum = 0;
    for (const table of await findTables(connection, tables)) {
      const estimate = exactly ? 0 : await estimateRows(connection, table);
      sum += estimate > MOST_COUNTED ? estimate : await countTable(connection, table);
    }
    return sum;
  } catch (error) {
    if (connection.lost || !isServerError(error) || isStopped(error)) throw error;
    return null;
  }
}

/** A cancel is for the run, not for this question. */
function isStopped({ code }: { readonly code: string }): boolean {
  return code === QUERY_CANCELED || code.startsWith('57P');
}

/** Each once, found as the statements of the phase find them. */
async function findTables(connection: Connection, { names, settings }: NamedTables): Promise<Table[]> {
  if (names.length === 0) return [];
  const found = names.map((name) => `pg_catalog.to_regclass(${quoteLiteral(name)})::oid`);
  const question = `select n.nspname as schema, c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
    where c.oid operator(pg_catalog.=) any (array[${found.join(', ')}])`;
  try {
    const answers = await connection.queryUnbound(['begin', ...settings, question, 'rollback'].join(';\n'));
    return (answers.at(-2) ?? []) as Table[];
  } catch (error) {
    if (!connection.lost) await connection.run('rollback');
    throw error;
  }
}

async function estimateRows(connection: Connection, table: Table): Promise<number> {
  const [row] = await connection.query<{ 'QUERY PLAN': readonly { Plan: { 'Plan Rows': number } }[] }>(
    `explain (format json) select from ${quoted(table)}`,
  );
  return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
}

async function countTable(connection: Connection, table: Table): Promise<number> {
  const [row] = await connection.query<{ rows: string }>(
    `select count(*)::text as rows from ${quoted(table)}`,
  );
  return Number(row?.rows ?? 0);
}

function quoted({ schema, name }: Table): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
