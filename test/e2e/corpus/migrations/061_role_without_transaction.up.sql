-- confiture: no-transaction
set role corpus_writer;
create table of_writer_alone (a integer);
create index concurrently of_writer_alone_a on of_writer_alone (a);
begin;
insert into of_writer_alone values (1);
commit;
insert into of_writer_alone values (2);
