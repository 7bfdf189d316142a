create table commit_log ("begin" integer, "end" integer);
create table "commit" (a integer);
insert into "commit" values (1);
select "begin" as "commit" from commit_log;
create table begin (rollback integer, start integer);
