alter table orders alter column total_cents drop not null;
