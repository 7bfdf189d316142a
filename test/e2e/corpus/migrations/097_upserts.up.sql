create table counters (k text primary key, n integer);
insert into counters values ('a', 1) on conflict (k) do update set n = counters.n + 1;
insert into counters values ('a', 1) on conflict (k) do update set n = counters.n + 1;
with gone as (delete from counters where k = 'none' returning *) insert into counters select * from gone;
