prepare ins as insert into points values ($1);
execute ins(40);
execute ins(41);
