create view open_returns as
select returns.id, returns.order_id, customers.email, returns.reason
from returns
join orders on orders.id = returns.order_id
join customers on customers.id = orders.customer_id
where returns.received_at is null;
