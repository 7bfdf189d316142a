-- confiture: no-transaction
create table audited (id integer primary key, v text, changed integer default 0);
create table audit_log (n integer generated always as identity, what text, v text);
create function audit() returns trigger language plpgsql as $$
begin
  insert into audit_log (what, v) values (tg_op, coalesce(new.v, old.v));
  if tg_op <> 'DELETE' then new.changed := new.changed + 1; return new; end if;
  return old;
end $$;
create trigger audit before insert or update of v or delete on audited for each row execute function audit();
create constraint trigger audit_late after update on audited deferrable initially deferred
  for each row when (old.v is distinct from new.v) execute function audit();
insert into audited values (1, 'a'), (2, 'b');
update audited set v = 'c' where id = 1;
delete from audited where id = 2;
alter table audited disable trigger audit_late;
