insert into stock_levels (warehouse_id, product_id, on_hand)
select warehouses.id, products.id, products.stock / 2
from warehouses
cross join products;
