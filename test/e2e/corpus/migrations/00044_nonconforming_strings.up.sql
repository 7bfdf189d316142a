set standard_conforming_strings = off;
set escape_string_warning to off;
create table old_strings (s text);
insert into old_strings values ('it\'s; old'), ('back\\slash'), (E'\'') ;
insert into old_strings values ('a' /* ' */), ('tab\there');
set standard_conforming_strings = on;
insert into old_strings values ('new\'), ('style;\');
