/**
 * Runs, what they are asked to do while they go on, and decisions of people that leave no other trace.
 *
 * The state of a run is not stored: it follows from the row of the run, from the requests for it, and from whether its
 * session is still there (`runner/lifecycle/steering/run-state.ts`). Only the run itself writes its row, beside the
 * index key nothing that is indexed, so that a heartbeat touches no index.
 *
 * A request acts as long as its `outcome` is null. One without a run is for all runs of the project in this environment,
 * those that start later too. Rows of `audit` are only added.
 */
export const runSteps: readonly string[] = [
  `
  create table confiture.runs (
    id text primary key,
    project text not null,
    environment text not null,
    direction text not null check (direction in ('up', 'down')),
    started_at timestamptz not null default clock_timestamp(),
    heartbeat_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    outcome text check (outcome in ('completed', 'failed', 'cancelled')),
    error_code text,
    plan_hash text,
    actor text not null,
    actor_source text not null,
    reason text,
    host text not null,
    process_id integer not null,
    backend_pid integer,
    backend_start timestamptz,
    pooled boolean not null default false,
    version text not null,
    commit_id text,
    link text,
    migrations_total integer,
    migrations_done integer not null default 0,
    current_migration text,
    phase text,
    rows_processed bigint,
    waiting_for json,
    waiting_since timestamptz,
    paused_by text,
    paused_at timestamptz,
    continues text
  ) with (fillfactor = 50);
  create index runs_newest on confiture.runs (project, environment, started_at desc, id desc);
  create table confiture.steering (
    id text primary key,
    project text not null,
    environment text not null,
    run_id text,
    verb text not null check (verb in ('pause', 'resume', 'cancel')),
    actor text not null,
    actor_source text not null,
    reason text,
    requested_at timestamptz not null default clock_timestamp(),
    taken_at timestamptz,
    outcome text check (outcome in ('done', 'resumed', 'cancelled', 'timed_out', 'ended'))
  );
  create index steering_open on confiture.steering (project, environment) where outcome is null;
  create index steering_run on confiture.steering (run_id) where run_id is not null;
  create table confiture.audit (
    id bigint generated always as identity primary key,
    project text not null,
    environment text not null,
    created_at timestamptz not null default clock_timestamp(),
    action text not null,
    subject text,
    actor text not null,
    actor_source text not null,
    reason text,
    run_id text
  )`,
];
