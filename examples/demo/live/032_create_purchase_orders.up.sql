create table purchase_orders (
  id bigint generated always as identity primary key,
  supplier_id bigint not null references suppliers (id),
  warehouse_id bigint not null references warehouses (id),
  ordered_at timestamptz not null default now(),
  expected_on date
);
