create index orders_customer_id_idx on orders (customer_id);
create index orders_open_idx on orders (placed_at) where status = 'placed';
create index customers_email_lower_idx on customers (lower(email));
