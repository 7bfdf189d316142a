-- Fails on purpose: many shipments of an order weigh the same.
create unique index shipments_order_weight_key on shipments (order_id, carrier_id, (weight_grams / 1000));
