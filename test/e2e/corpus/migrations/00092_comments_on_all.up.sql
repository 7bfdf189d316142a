comment on schema elsewhere is 'e''s; schema';
comment on function dq() is $c$dollar; comment$c$;
comment on trigger audit on audited is 'trigger';
comment on constraint no_overlap on booked is E'line\nbreak';
comment on index customer_name is 'index';
comment on policy own_notes on secret_notes is 'policy';
comment on view v1 is null;
comment on sequence countdown_seq is 'sequence';
comment on domain positive is 'domain';
