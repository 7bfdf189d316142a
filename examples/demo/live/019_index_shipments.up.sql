create index shipments_order_id_idx on shipments (order_id);
