do $$ begin
  if current_setting('server_version_num')::integer >= 150000 then
    execute 'create table nulls_equal (a integer, unique nulls not distinct (a))';
    execute 'create view invoked with (security_invoker) as select 1 as one';
  end if;
  if current_setting('server_version_num')::integer >= 180000 then
    execute 'create table virtual_columns (a integer, b integer generated always as (a * 2) virtual)';
  end if;
end $$;
