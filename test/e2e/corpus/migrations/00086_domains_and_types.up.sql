create domain positive as integer default 1 not null check (value > 0);
alter domain positive add constraint small check (value < 1000) not valid;
create type pair as (a integer, b text);
alter type pair add attribute c date cascade;
create type span as range (subtype = numeric);
create table typed (p positive, q pair, r span, s pair[]);
insert into typed values (5, row(1, 'x', null), '[1,2)', array[row(1, 'y', '2026-01-01')::pair]);
comment on type pair is 'two; and one';
