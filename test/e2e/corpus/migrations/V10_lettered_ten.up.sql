alter table lettered add column b integer;
