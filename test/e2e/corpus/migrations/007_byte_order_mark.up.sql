-- é
create table marked (a text);
insert into marked values ('é');
