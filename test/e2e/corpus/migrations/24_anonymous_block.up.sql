do $$
begin
  for n in 1..3 loop
    execute format('create table looped_%s (a integer default %s)', n, n);
  end loop;
end
$$;
