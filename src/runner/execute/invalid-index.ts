import type { Connection } from '../../database/connection.js';
import { foundSql, withFoundSql } from '../../database/own-settings.js';
import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import type { IndexName } from './statement-kind.js';

/** `building`: another session is at work on it. */
export type IndexState = 'absent' | 'valid' | 'invalid' | 'building';

/** What has become of an index that CREATE INDEX CONCURRENTLY was to build. */
export async function findIndex(connection: Connection, index: IndexName): Promise<IndexState> {
  return (await readIndex(connection, index)).state;
}

/**
 * Drops what a build that was cut off, or failed, has left behind. The server keeps such an index, useless, and
 * `if not exists` would take it for the real one.
 */
export async function dropInvalidIndex(connection: Connection, index: IndexName): Promise<void> {
  const { state, schema } = await readIndex(connection, index);
  if (state !== 'invalid') return;
  await connection.run(
    `drop index concurrently if exists ${quoteIdentifier(schema)}.${quoteIdentifier(index.name)}`,
  );
}

/**
 * Drops the transient indexes of a REINDEX CONCURRENTLY that was cut off; the server leaves them there, and running
 * it again makes new ones.
 */
export async function dropReindexLeftovers(connection: Connection): Promise<void> {
  const leftovers = await connection.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$'
      and not exists (select from pg_stat_progress_create_index p where p.relid = i.indrelid)`,
  );
  for (const { schema, name } of leftovers) {
    const index = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
    await connection.run(`drop index concurrently if exists ${index}`);
  }
}

async function readIndex(
  connection: Connection,
  { schema, name }: IndexName,
): Promise<{ state: IndexState; schema: string }> {
  const wanted = (schema === null ? '' : `${quoteIdentifier(schema)}.`) + quoteIdentifier(name);
  const found = { index: `pg_catalog.to_regclass(${quoteLiteral(wanted)})::pg_catalog.oid` };
  const answers = await connection.queryUnbound(
    withFoundSql(
      found,
      `select n.nspname as schema, i.indisvalid and i.indisready as valid,
      exists (select from pg_stat_progress_create_index p where p.index_relid = c.oid) as building
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where c.oid = ${foundSql('index')}::oid`,
    ),
  );
  const [row] = (answers.at(-1) ?? []) as { schema: string; valid: boolean; building: boolean }[];
  if (!row) return { state: 'absent', schema: '' };
  if (row.valid) return { state: 'valid', schema: row.schema };
  return { state: row.building ? 'building' : 'invalid', schema: row.schema };
}
