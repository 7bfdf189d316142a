create table warehouses (
  id bigint generated always as identity primary key,
  name text not null unique,
  city text not null
);

insert into warehouses (name, city) values ('North', 'Hamburg'), ('South', 'Lyon');
