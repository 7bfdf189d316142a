create table carriers (
  id bigint generated always as identity primary key,
  name text not null unique,
  tracking_url text
);

insert into carriers (name) values ('Parcel post'), ('Courier'), ('Pickup');
