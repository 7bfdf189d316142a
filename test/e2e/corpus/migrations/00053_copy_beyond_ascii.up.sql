create table copied_wide (s text);
copy copied_wide from stdin;
🙂 é
列
\.
