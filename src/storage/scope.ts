import type { Connection } from '../database/connection.js';
import { foundSql, withFoundSql } from '../database/own-settings.js';
import { quoteLiteral } from '../database/quote.js';

/** Owner of a record: only senders of the same project and the same environment take it. */
export interface Scope {
  /** The project's tracking table as it resolved in this database, `schema.table`. */
  readonly project: string;
  readonly environment: string;
}

/** What a scope is made of; a tracking table without a schema is found as any unqualified name is. */
export interface ScopeSettings {
  readonly trackingTable: { readonly schema: string | null; readonly table: string };
  readonly environment: string;
}

/**
 * SQL for the name of a project, of SQL for schema and table. Names are quoted where they are not plain, so that two
 * tables never have one name; not by `quote_ident`, whose list of key words grows with the server's version.
 */
export function projectSql(schema: string, table: string): string {
  const part = (name: string) =>
    `case when ${name}::text ~ '^[a-z_][a-z0-9_]*$' then ${name}::text
      else '"' || replace(${name}::text, '"', '""') || '"' end`;
  return `((${part(schema)}) || '.' || (${part(table)}))`;
}

/** The same name, of what a session found already. */
export function projectName({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return [schema, table]
    .map((name) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`))
    .join('.');
}

/** SQL for a record that is of the scope, or of no project and so perhaps of the scope too. */
export function mayBeOf(row: string, project: string, environment: string): string {
  return `${row}.project in (${project}::text, '') and ${row}.environment in (${environment}::text, '')`;
}

/** The scope of a project in this database; also where its tracking table is still to be made. */
export async function readScope(
  connection: Connection,
  { trackingTable: { schema, table }, environment }: ScopeSettings,
): Promise<Scope> {
  const places = schema === null ? `${foundSql('path')}::name[]` : `array[${quoteLiteral(schema)}]::name[]`;
  const project = projectSql("coalesce(ledger.nspname, place.names[1], 'public')", quoteLiteral(table));
  const text = withFoundSql(
    { path: 'pg_catalog.current_schemas(false)' },
    `select ${project} as project from (values (${places})) as place (names)
     left join lateral (
       select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relname = ${quoteLiteral(table)} and n.nspname = any (place.names)
       order by array_position(place.names, n.nspname) limit 1
     ) ledger on true`,
  );
  const [row] = ((await connection.queryUnbound(text)).at(-1) ?? []) as { project: string }[];
  if (!row) throw new Error('the server answered without a row');
  return { project: row.project, environment };
}
