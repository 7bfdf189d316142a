create table stock_levels (
  warehouse_id bigint not null references warehouses (id),
  product_id bigint not null references products (id),
  on_hand integer not null default 0 check (on_hand >= 0),
  primary key (warehouse_id, product_id)
);
