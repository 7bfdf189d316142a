set transaction isolation level repeatable read;
create table set_transaction (a integer);
