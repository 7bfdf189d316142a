-- confiture: no-transaction
insert into in_steps values (100);
call fill_in_steps(103);
insert into in_steps values (104);
