create table copied_csv (a text, b text);
copy copied_csv (b, a) from stdin with (format csv, header true, delimiter ';');
b;a
"one;
two";"it's ""quoted"""
;
\.
