alter table customers add column newsletter_since timestamptz;
