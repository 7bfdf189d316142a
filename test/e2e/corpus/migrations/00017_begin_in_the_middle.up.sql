create table early (a integer);
begin;
insert into early values (1), (2);
commit;
insert into early values (3);
