create schema composite
  create table t (a integer primary key)
  create view v as select a from t
  grant select on t to corpus_reader;
