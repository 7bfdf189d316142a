create unique index product_ratings_product_id_key on product_ratings (product_id);
