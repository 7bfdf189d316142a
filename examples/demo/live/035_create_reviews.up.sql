create table reviews (
  product_id bigint not null references products (id),
  customer_id bigint not null references customers (id),
  stars integer not null check (stars between 1 and 5),
  body text,
  primary key (product_id, customer_id)
);
