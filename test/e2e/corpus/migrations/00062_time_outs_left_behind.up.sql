set statement_timeout = '1min';
set lock_timeout = '7s';
set idle_in_transaction_session_timeout = '2min';
set default_transaction_read_only = on;
