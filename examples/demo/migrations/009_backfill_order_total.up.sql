update orders
set total_cents = totals.total_cents
from (
  select order_id, sum(quantity * unit_price_cents)::integer as total_cents
  from order_items
  group by order_id
) as totals
where totals.order_id = orders.id;

update orders set total_cents = 0 where total_cents is null;

alter table orders alter column total_cents set not null;
