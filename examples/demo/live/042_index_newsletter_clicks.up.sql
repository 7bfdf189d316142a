create index newsletter_clicks_newsletter_id_idx on newsletter_clicks (newsletter_id);
