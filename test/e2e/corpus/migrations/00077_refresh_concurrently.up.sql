insert into customer values (3, 'third one', null);
refresh materialized view concurrently m1;
