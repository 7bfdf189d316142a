alter table products add column supplier_id bigint references suppliers (id);
