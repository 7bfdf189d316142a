select not exists (
  select from orders
  where total_cents <> coalesce(
    (select sum(quantity * unit_price_cents) from order_items where order_id = orders.id),
    0
  )
);
