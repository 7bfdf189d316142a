create table lettered (a integer);
