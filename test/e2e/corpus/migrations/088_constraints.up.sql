create table booked (room integer, during int4range, code text collate "C",
  constraint booked_pk primary key (room, during),
  constraint no_overlap exclude using gist (during with &&),
  constraint code_form check (code ~ '^[a-z;]+$') not valid,
  constraint booked_code unique (code) deferrable);
create table refers (room integer, during int4range, foreign key (room, during) references booked on delete cascade on update set null);
insert into booked values (1, '[1,5)', 'a;b');
alter table booked validate constraint code_form;
alter table booked drop constraint code_form, add constraint code_long check (length(code) > 1);
