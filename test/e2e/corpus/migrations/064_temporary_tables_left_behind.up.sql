create temp table scratch (a integer);
insert into scratch values (1);
create temp view scratch_view as select * from scratch;
create table from_scratch as select * from scratch_view;
