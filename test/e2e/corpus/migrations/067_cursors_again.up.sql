begin;
declare c cursor with hold for select 1;
commit;
close c;
