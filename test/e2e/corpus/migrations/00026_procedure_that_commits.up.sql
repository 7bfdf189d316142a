create procedure fill_in_steps(upto integer) language plpgsql as $$
begin
  for n in 101..upto loop
    insert into in_steps values (n);
    commit;
  end loop;
end $$;
