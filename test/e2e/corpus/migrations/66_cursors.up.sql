begin;
declare c cursor with hold for select id from customer order by id;
fetch 1 from c;
commit;
fetch all from c;
