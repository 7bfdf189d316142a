insert into products (sku, title, price_cents, stock) values
  ('JAM-0001', 'Strawberry jam', 590, 120),
  ('JAM-0002', 'Apricot jam', 550, 80),
  ('JAM-0003', 'Quince jelly', 720, 35);

insert into customers (email, full_name)
select format('customer%s@shop.example', n), format('Customer %s', n)
from generate_series(1, 200) as n;

insert into orders (customer_id, status, placed_at)
select id, 'placed', now() - id * interval '1 hour'
from customers;

insert into order_items (order_id, product_id, quantity, unit_price_cents)
select orders.id, products.id, 1 + orders.id % 3, products.price_cents
from orders
cross join products
where (orders.id + products.id) % 2 = 0;
