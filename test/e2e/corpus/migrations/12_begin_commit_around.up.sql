BEGIN;
create table wrapped (a integer);
insert into wrapped values (1);
COMMIT;
