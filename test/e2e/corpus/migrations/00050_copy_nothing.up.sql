create table copied_none (n integer);
copy copied_none from stdin;
\.
copy copied_none (n) from stdin with (format csv);
\.
copy public.copied_none from stdin;
7
\.
