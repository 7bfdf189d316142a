import type { TestDatabase } from '../support/database.js';

/** Names of the tables that migrations made, in order. */
export async function tablesOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select tablename as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'confiture') and tablename <> 'tb_confiture'
    order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Versions in the ledger, in order; empty where there is no ledger. */
export async function ledgerOf(database: TestDatabase): Promise<string[]> {
  const [found] = await database.query<{ exists: boolean }>(
    `select to_regclass('public.tb_confiture') is not null as exists`,
  );
  if (!found?.exists) return [];
  const rows = await database.query<{ version: string }>('select version from tb_confiture order by 1');
  return rows.map(({ version }) => version);
}
