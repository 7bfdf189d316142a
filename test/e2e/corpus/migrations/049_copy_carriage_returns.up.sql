create table copied_crlf (n integer, s text);
copy copied_crlf from stdin;
1	one
2	two
\.
select 1;
