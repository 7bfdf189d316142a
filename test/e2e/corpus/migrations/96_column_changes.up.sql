drop view checked; drop view v1 cascade; drop statistics customer_stats;
alter table customer alter column name type varchar(200) using upper(name), add column since date default '2026-01-01', alter column note set default 'none';
alter table customer add column if not exists since date;
alter table customer drop column note;
