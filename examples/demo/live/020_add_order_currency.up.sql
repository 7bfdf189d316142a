-- confiture: title Orders in more than one currency
alter table orders add column currency_code text not null default 'EUR';
