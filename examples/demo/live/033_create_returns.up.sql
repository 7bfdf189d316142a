create table returns (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  reason text not null,
  received_at timestamptz
);
