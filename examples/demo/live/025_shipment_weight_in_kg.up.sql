-- confiture: title Shipment weights in kilograms
-- confiture: phase prepare
alter table shipments add column weight_kg numeric(8, 3);

-- confiture: phase backfill batch sleep=300ms
update shipments set weight_kg = weight_grams / 1000.0
where id in (select id from shipments where weight_kg is null limit 1500);

-- confiture: phase check
alter table shipments
  add constraint shipments_weight_kg_present check (weight_kg is not null) not valid;
alter table shipments validate constraint shipments_weight_kg_present;
