/**
 * SQL expression, under the own settings, for the SHA-256 in hex of all that is defined in the schemas of users: tables,
 * views and sequences with their columns, types, constraints, indexes, triggers, policies and functions. It does not
 * depend on the order in which they were made, nor on object ids. The tables of Confiture itself, and what belongs to an
 * extension, are not part of it; the version of an extension is. `ledger` is SQL for the schema and name of the ledger.
 */
export function schemaFingerprintSql(ledger: { readonly schema: string; readonly table: string }): string {
  const lines = DEFINITIONS.map(([columns, from]) => `select row(${columns})::text as line from ${from}`);
  return `(with schemas as (
      select oid, nspname from pg_namespace
      where nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'confiture')
        and nspname !~ '^pg_(toast_)?temp_'
    ), extended as (
      select classid, objid from pg_depend where deptype = 'e'
    ), relations as (
      select c.*, format('%I.%I', s.nspname, c.relname) as name from pg_class c join schemas s on s.oid = c.relnamespace
      where not (s.nspname = ${ledger.schema} and c.relname = ${ledger.table})
        and not exists (select from extended e where e.classid = 'pg_class'::regclass and e.objid = c.oid)
    ), own_relations as (
      select c.oid from pg_class c join schemas s on s.oid = c.relnamespace
      where s.nspname = ${ledger.schema} and c.relname = ${ledger.table}
    ), definitions as (${lines.join('\n      union all ')})
    select encode(sha256(convert_to(coalesce(string_agg(line, E'\\n' order by line collate "C"), ''),
      getdatabaseencoding()::name)), 'hex') from definitions)`;
}

/** Tables, views and what else has columns; indexes and sequences have lines of their own. */
const WITH_COLUMNS = "r.relkind in ('r', 'p', 'v', 'm', 'f', 'c')";

const isOwn = (catalog: string, oid: string) =>
  `not exists (select from extended x where x.classid = '${catalog}'::regclass and x.objid = ${oid})`;

/** The facts of each kind of object, and where they are found. */
const DEFINITIONS: readonly (readonly [columns: string, from: string])[] = [
  ["'schema', nspname", 'schemas'],
  ["'extension', extname, extversion", 'pg_extension'],
  [
    `'relation', r.name, r.relkind, r.relpersistence, r.relrowsecurity, r.relforcerowsecurity, r.reloptions,
      pg_get_expr(r.relpartbound, r.oid), case when r.relkind = 'p' then pg_get_partkeydef(r.oid) end,
      case when r.relkind in ('v', 'm') then pg_get_viewdef(r.oid) end,
      (select array_agg(i.inhparent::regclass::text order by i.inhseqno) from pg_inherits i where i.inhrelid = r.oid)`,
    `relations r where ${WITH_COLUMNS}`,
  ],
  [
    `'column', r.name, row_number() over (partition by a.attrelid order by a.attnum), a.attname,
      format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
      (select l.collname from pg_collation l where l.oid = a.attcollation),
      (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum)`,
    `relations r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
      where ${WITH_COLUMNS}`,
  ],
  [
    `'sequence', q.seqrelid::regclass, q.seqtypid::regtype, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcycle`,
    `relations r join pg_sequence q on q.seqrelid = r.oid
      where not exists (select from pg_depend d join own_relations o on o.oid = d.refobjid
        where d.classid = 'pg_class'::regclass and d.objid = q.seqrelid)`,
  ],
  [
    "'index', r.name, pg_get_indexdef(i.indexrelid), i.indisvalid",
    'relations r join pg_index i on i.indrelid = r.oid',
  ],
  [
    `'constraint', coalesce(r.name, format_type(nullif(k.contypid, 0), null)), k.conname, k.contype,
      pg_get_constraintdef(k.oid), k.convalidated`,
    `pg_constraint k join schemas s on s.oid = k.connamespace left join relations r on r.oid = k.conrelid
      where r.oid is not null or k.conrelid = 0`,
  ],
  [
    "'trigger', r.name, pg_get_triggerdef(t.oid), t.tgenabled",
    'relations r join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal',
  ],
  [
    `'policy', r.name, p.polname, p.polcmd, p.polpermissive,
      pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
      (select array_agg(o.rolname order by o.rolname) from pg_roles o where o.oid = any (p.polroles))`,
    'relations r join pg_policy p on p.polrelid = r.oid',
  ],
  [
    `'type', format_type(t.oid, null), t.typtype, format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typnotnull,
      t.typdefault,
      (select array_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
      (select format_type(g.rngsubtype, null) from pg_range g where g.rngtypid = t.oid)`,
    `pg_type t join schemas s on s.oid = t.typnamespace
      where t.typtype in ('e', 'd', 'r', 'm') and ${isOwn('pg_type', 't.oid')}`,
  ],
  [
    `'function', p.oid::regprocedure, p.prokind, case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end,
      (select row(g.aggtransfn, g.aggfinalfn, g.agginitval)::text from pg_aggregate g where g.aggfnoid = p.oid)`,
    `pg_proc p join schemas s on s.oid = p.pronamespace where ${isOwn('pg_proc', 'p.oid')}`,
  ],
];
