alter table orders
  add constraint orders_currency_code_check check (currency_code ~ '^[A-Z]{3}$') not valid;
