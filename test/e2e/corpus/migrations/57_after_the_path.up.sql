create table in_public (a integer);
