import type pg from 'pg';

/**
 * What every secret of the tests looks like: tokens and signing secrets by their prefixes, all others by the word that
 * their authors give them (`invented-password`).
 */
const SECRET = '(sk_live|whsec)_[0-9A-Za-z+/_-]{12}|invented[-0][0-9a-z]';

const SEARCH = `
  select c.relname as table, pg_catalog.query_to_xml(pg_catalog.format(
    'select distinct e.key as name from confiture.%1$I t, pg_catalog.json_each_text(pg_catalog.row_to_json(t)) e
     where t::pg_catalog.text operator(pg_catalog.~) %2$L and e.value operator(pg_catalog.~) %2$L', c.relname, '${SECRET}'),
    true, true, '')::pg_catalog.text as columns
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
  where n.nspname operator(pg_catalog.=) 'confiture' and c.relkind operator(pg_catalog.=) 'r'`;

/** Table and column of each secret that stands in schema `confiture` in clear. */
export async function findClearSecrets(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; columns: string }>(SEARCH);
  return rows.flatMap(({ table, columns }) =>
    [...columns.matchAll(/<name>(.*?)<\/name>/g)].map(([, column]) => `${table}.${column}`),
  );
}
