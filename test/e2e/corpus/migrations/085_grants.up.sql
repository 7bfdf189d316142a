grant select on customer, secret_notes to corpus_reader;
grant update (name), select (id) on customer to corpus_writer with grant option;
grant execute on function atomic_sum(integer, integer) to corpus_reader;
revoke all on function old_style(integer) from public;
grant usage on schema "Odd;Schema" to public;
alter default privileges in schema elsewhere grant select on tables to corpus_reader;
create table elsewhere.by_default (a integer);
alter table customer_copy owner to corpus_writer;
