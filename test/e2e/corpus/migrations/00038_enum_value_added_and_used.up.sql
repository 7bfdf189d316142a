-- confiture: no-transaction
alter type mood add value 'calm';
insert into felt values (4, 'calm');
alter table felt alter column m set default 'calm';
