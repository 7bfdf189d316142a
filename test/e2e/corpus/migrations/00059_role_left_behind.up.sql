set role corpus_writer;
create table of_writer (a integer);
