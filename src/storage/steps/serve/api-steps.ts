/**
 * Tokens of the API and the sessions of people who signed in with one, by the hash of their texts: neither text can be
 * read from here.
 */
export const tokenSteps: readonly string[] = [
  `
  create table confiture.api_tokens (
    id text primary key,
    project text not null,
    environment text not null,
    name text not null,
    hash text not null unique,
    hint text not null,
    scopes text[] not null,
    created_by text not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    last_used_from text
  );
  create unique index api_tokens_name on confiture.api_tokens (project, environment, name)
    where revoked_at is null;
  create index api_tokens_newest on confiture.api_tokens (project, environment, id desc);
  create table confiture.api_sessions (
    hash text primary key,
    project text not null,
    environment text not null,
    token_hash text not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null
  );
  create index api_sessions_end on confiture.api_sessions (project, environment, expires_at)`,
];

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
