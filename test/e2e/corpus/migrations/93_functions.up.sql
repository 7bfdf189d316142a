create function many_args(a integer, b text default 'x;', variadic c integer[] default '{}') returns setof pair
  language plpgsql stable strict security definer set search_path = public, pg_temp as $body$
begin
  return query select a, b, null::date;
end $body$;
create or replace function many_args(a text) returns table (x integer, y text) language sql as $$ select 1, a; $$;
create function trigger_like() returns integer as $$ declare x integer; begin select 1 into x; return x; end; $$ language plpgsql;
create table functions_out as select * from many_args(1);
