vacuum (analyze) customer;
