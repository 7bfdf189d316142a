set session authorization corpus_writer;
create table of_writer_too (a integer);
