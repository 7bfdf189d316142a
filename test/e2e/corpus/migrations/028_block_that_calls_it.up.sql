-- confiture: no-transaction
do $$ begin call fill_in_steps(102); end $$;
