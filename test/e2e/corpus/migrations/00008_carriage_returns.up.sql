create table crlf (a text);
insert into crlf values ('one
two');
create function crlf_lines() returns text language sql as $$
  select 'x'
$$;
