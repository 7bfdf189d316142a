create table after_time_outs (a text default current_setting('statement_timeout'));
insert into after_time_outs values (current_setting('statement_timeout') || current_setting('default_transaction_read_only'));
