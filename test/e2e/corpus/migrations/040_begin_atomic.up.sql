create function atomic_sum(a integer, b integer) returns integer
  language sql immutable
begin atomic
  select case when a > 0 then a else 0 end;
  select a + b;
end;
create procedure atomic_add(n integer) language sql begin atomic
  insert into in_steps values (n);
  insert into in_steps values (n + 1);
end;
call atomic_add(200);
create table atomic_out as select atomic_sum(2, 3) as s;
