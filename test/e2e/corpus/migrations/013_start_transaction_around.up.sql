-- head
START TRANSACTION;
create table wrapped_too (a integer);
END TRANSACTION;
-- tail
