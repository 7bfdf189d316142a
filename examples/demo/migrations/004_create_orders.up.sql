create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id) on delete restrict,
  status order_status not null default 'draft',
  placed_at timestamptz,
  updated_at timestamptz not null default now(),
  constraint placed_orders_have_a_time check (status = 'draft' or placed_at is not null)
);

create table order_items (
  order_id bigint not null references orders (id) on delete cascade,
  product_id bigint not null references products (id),
  quantity integer not null check (quantity > 0),
  unit_price_cents integer not null check (unit_price_cents >= 0),
  primary key (order_id, product_id)
);
