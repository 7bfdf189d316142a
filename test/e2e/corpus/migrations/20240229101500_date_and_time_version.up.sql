create table by_time (a integer);
