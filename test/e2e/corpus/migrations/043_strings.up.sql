create table strings (n integer, s text);
insert into strings values
  (1, 'it''s; here'), (2, E'a\'b;\\'), (3, 'back\slash\'), (4, U&'d\0061t\+000061;'), (5, U&'d!0061' UESCAPE '!'),
  (6, 'one'
'two;'), (7, E'esc\''
'still;'), (8, B'0101'::text), (9, X'1F'::text), (10, N'nat;'), (11, e'\x41\u00e9');
