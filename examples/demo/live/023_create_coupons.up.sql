create table coupons (
  code text primary key,
  percent_off integer not null check (percent_off between 1 and 100),
  valid_until timestamptz
);
