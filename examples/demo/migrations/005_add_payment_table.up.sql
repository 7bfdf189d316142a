create table payments (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  amount_cents integer not null check (amount_cents > 0),
  provider text not null,
  provider_reference text not null,
  received_at timestamptz not null default now(),
  unique (provider, provider_reference)
);
