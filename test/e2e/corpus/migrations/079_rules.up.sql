create table ruled (a integer);
create table ruled_log (a integer, what text);
create rule log_them as on insert to ruled do also (insert into ruled_log values (new.a, 'in;'); insert into ruled_log values (new.a, 'again'));
create rule no_delete as on delete to ruled do instead nothing;
insert into ruled values (1), (2);
delete from ruled;
