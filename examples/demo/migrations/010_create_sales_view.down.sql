drop view sales_by_product;
