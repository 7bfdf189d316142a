create function half(integer) returns integer language sql immutable as 'select $1 / 2';
create operator @/ (rightarg = integer, function = half);
create function pair_to_text(pair) returns text language sql immutable as $$ select ($1).b $$;
create cast (pair as text) with function pair_to_text(pair) as assignment;
create aggregate longest(text) (sfunc = text_larger, stype = text);
create statistics customer_stats (dependencies) on id, name from customer;
create collation plain_c from "C";
create table halves as select @/ 10 as v;
