drop view v2 cascade;
create view v2 as select id as number from v1;
