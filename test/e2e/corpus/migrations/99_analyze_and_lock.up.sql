begin;
lock table customer in share mode;
analyze customer;
commit;
explain select 1;
show server_version;
