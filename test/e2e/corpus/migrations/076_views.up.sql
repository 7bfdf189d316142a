create view v1 as select id, name from customer where id > 0;
create view v2 as select v1.*, length(name) as l from v1;
create or replace view v2 as select v1.*, length(name) as l, 'new'::text as extra from v1;
create materialized view m1 as select l, count(*) as n from v2 group by l with data;
create unique index m1_l on m1 (l);
create recursive view countdown (n) as values (3) union all select n - 1 from countdown where n > 0;
create view checked as select * from customer where id < 100 with local check option;
