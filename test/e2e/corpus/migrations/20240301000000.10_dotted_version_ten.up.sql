alter table dotted add column b integer;
