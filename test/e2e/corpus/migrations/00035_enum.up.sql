create type mood as enum ('sad', 'ok');
create table felt (id integer, m mood);
insert into felt values (1, 'sad');
