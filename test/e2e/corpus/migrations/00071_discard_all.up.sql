set work_mem = '8MB';
discard all;
create table after_discard (a text);
insert into after_discard select 'x' where current_setting('work_mem') <> '8MB';
