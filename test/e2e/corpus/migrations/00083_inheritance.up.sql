create table base_kind (id integer, label text check (label <> ''));
create table sub_kind (extra text) inherits (base_kind);
alter table base_kind add column late integer default 7;
insert into sub_kind values (1, 'x', 'y');
