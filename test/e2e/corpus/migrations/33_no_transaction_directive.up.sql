-- confiture: no-transaction
create table by_itself (a integer);
insert into by_itself values (1);
