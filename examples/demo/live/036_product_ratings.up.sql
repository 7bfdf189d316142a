create materialized view product_ratings as
select product_id, avg(stars) as stars, count(*) as reviews
from reviews
group by product_id;
