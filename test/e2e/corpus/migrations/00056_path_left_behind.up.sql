create schema elsewhere;
set search_path to elsewhere;
create table in_elsewhere (a integer);
