create sequence countdown_seq as smallint increment by -2 minvalue -100 maxvalue 10 start 10 cache 1 cycle;
select nextval('countdown_seq'), nextval('countdown_seq');
select setval('countdown_seq', -50, false);
create table serials (id bigserial, s smallserial);
insert into serials default values;
alter sequence serials_id_seq restart with 77;
