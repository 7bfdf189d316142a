create table mixed (a integer, b text);
insert into mixed select n, 'x' || n from generate_series(1, 50) n;
create unique index concurrently mixed_a on mixed (a);
alter table mixed add primary key using index mixed_a;
create index concurrently if not exists mixed_b on mixed (lower(b)) where a > 10;
reindex index concurrently mixed_b;
drop index concurrently if exists mixed_none;
insert into mixed values (51, 'after');
vacuum analyze mixed;
