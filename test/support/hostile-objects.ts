import type { TestDatabase } from './database.js';

/**
 * Plants in schema `public` a twin of every function, operator, type and relation of `pg_catalog`, and has `public`
 * come first in the search_path: whatever is not bound to `pg_catalog` now finds the twin, which counts its calls.
 */
export async function plantHostileObjects(database: TestDatabase): Promise<void> {
  await database.query(PLANT);
  await database.query(`alter database ${database.name} set search_path = public, pg_catalog`);
}

/** Whether any of them was called. */
export async function wasHostileObjectCalled(database: TestDatabase): Promise<boolean> {
  const [row] = await database.query<{ is_called: boolean }>('select is_called from hostile.calls');
  return row?.is_called ?? true;
}

const BODY = `$body$ begin perform hostile.called(); end $body$`;

const PLANT = `
  create schema hostile;
  create sequence hostile.calls;
  create function hostile.called() returns boolean language plpgsql set search_path = pg_catalog as
    $body$ begin perform nextval('hostile.calls'); raise exception 'a hostile object was called'; end $body$;
  create function hostile.step(bigint) returns bigint language plpgsql as ${BODY};
  create aggregate public.count(*) (sfunc = hostile.step, stype = bigint);
  do $do$
  declare twin text;
  begin
    set local check_function_bodies = off;
    for twin in
      select format('create function public.%I(%s) returns %s %s language plpgsql as %L', p.proname,
          (select string_agg(format_type(t, null), ', ' order by n) from unnest(p.proargtypes) with ordinality a (t, n)),
          case when p.proretset then 'setof' end, format_type(p.prorettype, null), 'begin perform hostile.called(); end')
      from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
      union all
      select format('create function hostile.%I(%s) returns %s language plpgsql as %L;
          create operator public.%s (%s rightarg = %s, function = hostile.%I)', 'operator_' || o.oid,
          concat_ws(', ', nullif(o.oprleft, 0)::regtype, o.oprright::regtype), o.oprresult::regtype,
          'begin perform hostile.called(); end', o.oprname,
          'leftarg = ' || nullif(o.oprleft, 0)::regtype || ',', o.oprright::regtype, 'operator_' || o.oid)
      from pg_operator o where o.oprnamespace = 'pg_catalog'::regnamespace
      union all
      select format('create domain public.%I as pg_catalog.%I check (hostile.called())', t.typname, t.typname)
      from pg_type t where t.typnamespace = 'pg_catalog'::regnamespace and t.typtype = 'b' and t.typelem = 0
      union all
      select format('create view public.%I as select hostile.called() as planted', c.relname)
      from pg_class c where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind in ('r', 'v')
    loop
      begin
        execute twin;
      exception when others then
        null; -- pseudo-types, which no function in PL/pgSQL takes
      end;
    end loop;
  end $do$;
  create function public.convert_to(name, name) returns bytea language plpgsql as ${BODY};
  create function hostile.same(varchar, varchar) returns boolean language plpgsql as ${BODY};
  create operator public.= (leftarg = varchar, rightarg = varchar, function = hostile.same)`;
