create function old_style(integer) returns integer as '
  -- it''s a body; with a semicolon
  select $1 + 1;
  select $1 + 2;
' language 'sql';
create table old_out as select old_style(1) as v;
