begin;
set local work_mem = '9MB';
create table local_setting as select current_setting('work_mem') as v;
commit;
