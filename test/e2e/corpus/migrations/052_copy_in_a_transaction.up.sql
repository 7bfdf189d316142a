begin;
create table copied_in_begin (n integer);
copy copied_in_begin from stdin;
1
2
\.
commit;
begin;
copy copied_in_begin from stdin;
3
\.
rollback;
