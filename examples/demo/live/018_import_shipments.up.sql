insert into shipments (order_id, carrier_id, weight_grams, shipped_at)
select orders.id, 1 + n % 3, 200 + n * 7 % 4000, now() - n * interval '1 minute'
from orders
cross join generate_series(1, 300) as n;
