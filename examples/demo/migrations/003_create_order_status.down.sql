drop type order_status;
