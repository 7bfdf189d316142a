create function dq() returns text language plpgsql as $outer$
declare t text := $$semicolon; 'quote' -- no comment$$;
begin
  execute $q$ select $in$;$in$ $q$ into t;
  return t || $a1$ $$ $b$ $a1$;
end;
$outer$;
create table dq_out as select dq() as v, $é_1$;$é_1$ as w, $$$$ as x;
