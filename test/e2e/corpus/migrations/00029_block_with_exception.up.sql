create table caught (what text);
do $$
begin
  begin
    perform 1 / 0;
  exception when division_by_zero then
    insert into caught values ('division');
  end;
  raise notice 'caught it';
  raise warning 'and went on';
end $$;
