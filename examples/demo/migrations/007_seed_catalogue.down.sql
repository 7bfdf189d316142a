truncate order_items, orders, customers, products restart identity cascade;
