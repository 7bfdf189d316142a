-- CONCURRENTLY cannot run in a transaction: this file runs statement by statement.
create index concurrently payments_order_id_idx on payments (order_id);
