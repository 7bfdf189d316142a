/** Runs one query and gives its rows. */
export type Ask = <Row extends object>(text: string) => Promise<Row[]>;

const USER_SCHEMA = `n.nspname not in ('pg_catalog', 'information_schema', 'confiture') and n.nspname !~ '^pg_(toast|temp)'`;
const LEDGER = 'tb_confiture';

/** Each query gives lines that say all there is to know of one kind of object. */
const QUERIES: Readonly<Record<string, string>> = {
  schema: `select format('%s owner %s acl %s', n.nspname, n.nspowner::regrole, n.nspacl) as line
    from pg_namespace n where ${USER_SCHEMA}`,
  relation: `select format('%I.%I %s %s owner %s acl %s options %s rls %s/%s part %s bound %s replica %s rules %s inherits %s',
      n.nspname, c.relname, c.relkind, c.relpersistence, c.relowner::regrole, c.relacl, c.reloptions, c.relrowsecurity,
      c.relforcerowsecurity, pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), c.relreplident, c.relhasrules,
      (select string_agg(i.inhparent::regclass::text, ',' order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid)) as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${USER_SCHEMA}`,
  column: `select format('%I.%I.%I #%s %s not null %s default %s identity "%s" generated "%s" collation %s acl %s dropped %s local %s options %s',
      n.nspname, c.relname, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull,
      pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, a.attcollation::regcollation, a.attacl, a.attisdropped,
      a.attislocal, a.attoptions) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attnum > 0 and ${USER_SCHEMA}`,
  constraint: `select format('%s on %s %s: %s validated %s deferrable %s deferred %s inherited %s', o.conname, o.conrelid::regclass,
      o.contypid::regtype, pg_get_constraintdef(o.oid), o.convalidated, o.condeferrable, o.condeferred, o.coninhcount) as line
    from pg_constraint o join pg_namespace n on n.oid = o.connamespace where ${USER_SCHEMA}`,
  index: `select format('%s valid %s ready %s clustered %s replica %s', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready,
      i.indisclustered, i.indisreplident) as line
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where ${USER_SCHEMA}`,
  view: `select format('%I.%I populated %s: %s', n.nspname, c.relname, c.relispopulated, pg_get_viewdef(c.oid)) as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and ${USER_SCHEMA}`,
  rule: `select pg_get_ruledef(r.oid) as line from pg_rewrite r join pg_class c on c.oid = r.ev_class
    join pg_namespace n on n.oid = c.relnamespace where ${USER_SCHEMA}`,
  routine: `select format('%s kind %s owner %s acl %s: %s', p.oid::regprocedure, p.prokind, p.proowner::regrole, p.proacl,
      case when p.prokind in ('f', 'p') then pg_get_functiondef(p.oid) end) as line
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${USER_SCHEMA}`,
  trigger: `select format('%s enabled %s', pg_get_triggerdef(t.oid), t.tgenabled) as line from pg_trigger t
    join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and ${USER_SCHEMA}`,
  'event trigger': `select format('%s on %s calls %s enabled %s tags %s', evtname, evtevent, evtfoid::regproc, evtenabled, evttags) as line
    from pg_event_trigger`,
  policy: `select format('%s on %I.%I %s %s to %s using %s check %s', policyname, schemaname, tablename, permissive, cmd, roles, qual,
      with_check) as line from pg_policies`,
  type: `select format('%I.%I %s %s owner %s acl %s base %s not null %s default %s labels %s subtype %s', n.nspname, t.typname, t.typtype,
      t.typcategory, t.typowner::regrole, t.typacl, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault,
      (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
      (select r.rngsubtype::regtype from pg_range r where r.rngtypid = t.oid)) as line
    from pg_type t join pg_namespace n on n.oid = t.typnamespace where ${USER_SCHEMA}`,
  sequence: `select format('%I.%I %s start %s by %s min %s max %s cache %s cycle %s last %s', schemaname, sequencename, data_type,
      start_value, increment_by, min_value, max_value, cache_size, cycle, last_value) as line
    from pg_sequences where schemaname <> 'confiture'`,
  comment: `select format('%s %s: %s', i.type, i.identity, d.description) as line
    from (select classoid, objoid, objsubid, description from pg_description where objoid >= 16384) d,
    lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i`,
  'default privilege': `select format('%s in %s for %s: %s', defaclobjtype, defaclnamespace::regnamespace, defaclrole::regrole, defaclacl) as line
    from pg_default_acl`,
  operator: `select o.oid::regoperator::text as line from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where ${USER_SCHEMA}`,
  cast: `select format('%s as %s by %s %s', castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext) as line
    from pg_cast where oid >= 16384`,
  statistics: `select pg_get_statisticsobjdef(oid) as line from pg_statistic_ext`,
  collation: `select format('%I.%I %s', n.nspname, o.collname, o.collcollate) as line from pg_collation o
    join pg_namespace n on n.oid = o.collnamespace where ${USER_SCHEMA}`,
  extension: `select format('%s %s in %s', extname, extversion, extnamespace::regnamespace) as line from pg_extension`,
  setting: `select format('%s: %s', setrole::regrole, setconfig) as line from pg_db_role_setting
    where setdatabase = (select oid from pg_database where datname = current_database())`,
};

/**
 * All of a database but the runner's own tables, as sorted lines: what its objects are, and for each table its
 * number of rows and a hash of them. Two databases are the same where the lines are.
 */
export async function fingerprint(ask: Ask): Promise<string[]> {
  await ask("set search_path = ''");
  const lines: string[] = [];
  for (const [kind, text] of Object.entries(QUERIES)) {
    const rows = await ask<{ line: string | null }>(text);
    lines.push(...rows.map(({ line }) => `${kind} ${line}`));
  }
  return [...lines, ...(await contents(ask))].filter((line) => !line.includes(LEDGER)).sort();
}

async function contents(ask: Ask): Promise<string[]> {
  const tables = await ask<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and ${USER_SCHEMA} and c.relname <> '${LEDGER}'`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const [row] = await ask<{ rows: string; hash: string }>(
      `select count(*)::text as rows, md5(coalesce(string_agg(t::text, e'\\n' order by t::text collate "C"), '')) as hash from ${name} t`,
    );
    lines.push(`rows of ${name}: ${row?.rows} ${row?.hash}`);
  }
  return lines;
}
