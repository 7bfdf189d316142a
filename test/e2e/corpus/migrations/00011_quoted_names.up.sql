create schema "Odd;Schema";
create table "Odd;Schema"."it's ""quoted""" ("select" integer, "a;b" text);
insert into "Odd;Schema"."it's ""quoted""" values (1, '";''"');
