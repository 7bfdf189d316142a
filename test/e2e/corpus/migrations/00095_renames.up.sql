alter table kept rename to kept_renamed;
alter table kept_renamed rename column a to b;
alter schema composite rename to compound;
alter index customer_name rename to customer_by_name;
