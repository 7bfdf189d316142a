begin read only;
select count(*) from customer;
commit;
create table after_reading (a integer);
