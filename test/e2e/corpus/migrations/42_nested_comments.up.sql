create /* one /* two; */ still; */ table -- three;
  commented /* ' */ (a integer /* " */, b text default '/* no comment; */'); -- don't
insert into commented (a) /* $$ */ values (1);
