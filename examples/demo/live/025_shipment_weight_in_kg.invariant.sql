select count(*), sum(weight_grams) from shipments;
