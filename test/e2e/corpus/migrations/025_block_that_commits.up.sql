-- confiture: no-transaction
create table in_steps (a integer);
do $step$
begin
  for n in 1..4 loop
    insert into in_steps values (n);
    if n % 2 = 0 then commit; else rollback; end if;
  end loop;
end $step$;
