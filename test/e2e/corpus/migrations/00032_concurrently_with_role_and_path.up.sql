set search_path to "Odd;Schema", public;
create table in_path (a integer);
create index concurrently in_path_a on in_path (a);
reset search_path;
create table out_of_path (a integer);
