set client_encoding = 'LATIN1';
create table latin (s text);
insert into latin values ('é');
set names 'UTF8';
insert into latin values ('é');
