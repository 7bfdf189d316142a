begin;
create table first_part (a integer);
commit;
begin;
create table second_part (a integer);
insert into second_part values (1);
commit;
