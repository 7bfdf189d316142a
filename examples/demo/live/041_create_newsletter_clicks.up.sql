create table newsletter_clicks (
  newsletter_id bigint not null references newsletters (id),
  customer_id bigint not null references customers (id),
  clicked_at timestamptz not null default now()
);
