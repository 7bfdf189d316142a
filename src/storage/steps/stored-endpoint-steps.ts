/**
 * Endpoints that people made through command line, API or page. What reaches a receiver, URL, headers and secrets, is
 * sealed (`endpoints/stored/sealing.ts`) with the master key that `key_id` names; what decides which events are stored
 * can be read without a key.
 *
 * Every change of the endpoints of a scope raises its revision in the same transaction, so that one row tells a worker
 * whether it has to read them again.
 */
export const storedEndpointSteps: readonly string[] = [
  `
  create table confiture.webhooks (
    id text primary key,
    project text not null,
    environment text not null,
    name text not null,
    events json not null,
    format text not null,
    schedule json not null,
    timeout_ms integer not null,
    allow_insecure boolean not null,
    key_id text not null,
    sealed_url text not null,
    sealed_headers text not null,
    sealed_secrets text not null,
    version integer not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    created_by text not null,
    updated_at timestamptz not null default clock_timestamp(),
    url_changed_at timestamptz,
    rotated_at timestamptz,
    overlap_until timestamptz
  );
  create unique index webhooks_name on confiture.webhooks (project, environment, name);
  create table confiture.webhook_revisions (
    project text not null,
    environment text not null,
    revision bigint not null,
    primary key (project, environment)
  )`,
];
