alter table orders add column total_cents integer;
