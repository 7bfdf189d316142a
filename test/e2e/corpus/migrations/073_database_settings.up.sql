do $$ begin execute format('alter database %I set statement_timeout = %L', current_database(), '90s'); end $$;
do $$ begin execute format('alter database %I reset statement_timeout', current_database()); end $$;
do $$ begin execute format('alter database %I set work_mem = %L', current_database(), '5MB'); end $$;
