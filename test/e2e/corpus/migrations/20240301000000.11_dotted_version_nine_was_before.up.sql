alter table dotted add column c integer;
