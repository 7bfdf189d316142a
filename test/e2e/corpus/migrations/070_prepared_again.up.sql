prepare ins(integer) as insert into points values ($1 + 1);
execute ins(50);
deallocate all;
