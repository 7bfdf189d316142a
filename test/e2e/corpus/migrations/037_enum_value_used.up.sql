insert into felt values (2, 'happy'), (3, 'angry');
alter type mood rename value 'ok' to 'fine';
