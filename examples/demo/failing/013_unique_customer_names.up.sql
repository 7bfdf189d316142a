-- Fails on purpose: two customers have the same name.
insert into customers (email, full_name)
values ('somebody.else@shop.example', 'Customer 7');

create unique index customers_full_name_key on customers (full_name);
