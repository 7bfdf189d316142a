create temp table scratch (b text);
create table customer_copy as select * from customer;
