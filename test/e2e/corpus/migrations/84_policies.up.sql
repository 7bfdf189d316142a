create table secret_notes (id integer primary key, owner_name text default current_user, body text);
alter table secret_notes enable row level security;
alter table secret_notes force row level security;
create policy own_notes on secret_notes for select to corpus_reader using (owner_name = current_user);
create policy write_notes on secret_notes as restrictive for insert with check (length(body) > 0);
