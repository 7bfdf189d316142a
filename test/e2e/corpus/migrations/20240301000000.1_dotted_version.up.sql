create table dotted (a integer);
