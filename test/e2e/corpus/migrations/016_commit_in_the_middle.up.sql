create table before_commit (a integer);
commit;
create table after_commit (a integer);
