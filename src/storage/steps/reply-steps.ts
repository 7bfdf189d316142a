/** Answers of the API that a repeated request gets again, by the hash of its key. They hold no secret. */
export const replySteps: readonly string[] = [
  `
  create table confiture.api_replies (
    project text not null,
    environment text not null,
    caller text not null,
    key_hash text not null,
    request_hash text not null,
    started_at timestamptz not null default clock_timestamp(),
    status integer,
    headers text,
    body text,
    primary key (project, environment, caller, key_hash)
  );
  create index api_replies_age on confiture.api_replies (started_at)`,
];
