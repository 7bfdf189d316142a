create table by_date (a integer);
