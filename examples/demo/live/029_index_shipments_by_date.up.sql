create index concurrently shipments_shipped_at_idx on shipments (shipped_at);
