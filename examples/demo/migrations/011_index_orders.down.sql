drop index customers_email_lower_idx;
drop index orders_open_idx;
drop index orders_customer_id_idx;
