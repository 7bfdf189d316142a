create table customer (id integer primary key, name text not null, note text);
insert into customer values (1, 'first', null), (2, 'second', 'a note');
