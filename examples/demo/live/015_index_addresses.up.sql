create index addresses_customer_id_idx on addresses (customer_id);
