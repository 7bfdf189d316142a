create table copied (n integer, s text, d date);
copy copied from stdin;
1	one	2026-01-02
2	back\\slash; 'quote' $$	\N
3	tab\tin \x41 \101	\N
4	\\.	\N
\.
insert into copied values (5, 'after', null);
