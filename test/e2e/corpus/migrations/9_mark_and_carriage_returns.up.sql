create table both_marks (a text);
comment on table both_marks is 'line one
line two';
