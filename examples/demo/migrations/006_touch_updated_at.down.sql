drop trigger orders_touch_updated_at on orders;
drop function touch_updated_at();
