do $$
begin
  if not exists (select from pg_roles where rolname = 'corpus_reader') then create role corpus_reader; end if;
  if not exists (select from pg_roles where rolname = 'corpus_writer') then create role corpus_writer; end if;
exception when duplicate_object or unique_violation then null;
end $$;
grant usage, create on schema public to corpus_writer;
