create view sales_by_product as
select products.sku, products.title, sum(order_items.quantity) as sold
from products
join order_items on order_items.product_id = products.id
join orders on orders.id = order_items.order_id and orders.status <> 'cancelled'
group by products.sku, products.title;
