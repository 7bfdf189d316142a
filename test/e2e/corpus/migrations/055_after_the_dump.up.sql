create table after_dump (a integer);
