begin isolation level serializable;
create table isolated (a integer);
insert into isolated values (1);
commit;
