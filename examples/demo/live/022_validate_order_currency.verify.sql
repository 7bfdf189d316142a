select not exists (select from orders where currency_code is null);
