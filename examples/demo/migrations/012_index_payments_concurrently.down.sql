drop index payments_order_id_idx;
