create table no_semicolon (a integer);
insert into no_semicolon values (1)