create table newsletters (
  id bigint generated always as identity primary key,
  subject text not null,
  sent_at timestamptz
);
