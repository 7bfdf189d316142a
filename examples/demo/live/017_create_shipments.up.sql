-- confiture: title Shipments of orders
create table shipments (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  carrier_id bigint references carriers (id),
  weight_grams integer not null check (weight_grams > 0),
  shipped_at timestamptz
);
