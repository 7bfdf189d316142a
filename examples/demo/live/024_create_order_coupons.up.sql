create table order_coupons (
  order_id bigint not null references orders (id) on delete cascade,
  coupon_code text not null references coupons (code),
  primary key (order_id, coupon_code)
);
