;;;create table semicolons (a integer);; ;
;insert into semicolons values (1);;;