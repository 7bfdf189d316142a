begin;
create table never (a integer);
rollback;
create table kept (a integer);
begin;
insert into kept values (1);
rollback;
insert into kept values (2);
