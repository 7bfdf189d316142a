/**
 * Bulk actions that go on for longer than a request. Any worker takes the next step of the oldest that is open: what it
 * changes and how far it has come are stored in one transaction, under the lock of the row, so that each delivery is
 * changed once, however many take part and whichever of them is killed. A job has no lease, and nothing to clean up.
 */
export const jobSteps: readonly string[] = [
  `
  create table confiture.jobs (
    id text primary key,
    project text not null,
    environment text not null,
    kind text not null check (kind in ('retry', 'discard', 'replay', 'recover')),
    task json not null,
    filter json not null,
    total integer not null,
    changed integer not null default 0,
    position json,
    actor text not null,
    actor_source text not null,
    created_at timestamptz not null default clock_timestamp(),
    started_at timestamptz,
    progressed_at timestamptz,
    ended_at timestamptz,
    outcome text check (outcome in ('completed', 'cancelled', 'failed')),
    error text
  );
  create index jobs_open on confiture.jobs (project, environment, id) where ended_at is null;
  create index jobs_log on confiture.jobs (project, environment, id)`,
];
