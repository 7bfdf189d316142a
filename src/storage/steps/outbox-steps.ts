import { projectSql } from '../scope.js';

/**
 * SQL for the project of records that were stored before projects were told apart: the one whose ledger is in this
 * database. Empty where there is not exactly one; which of several a record is of can then be said by a person only
 * (`webhooks retry ID`).
 */
const ONLY_PROJECT = `coalesce((
  select min(${projectSql('n.nspname', 'c.relname')}) from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and 5 = (
    select count(*) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
      and a.attname in ('pk_confiture', 'slug', 'version', 'applied_at', 'checksum'))
  having count(*) = 1), '')`;

/** Finds the environment in the text of a record, which may be no JSON: a body is a text in it. */
const ENVIRONMENT_OF_ENTRY = String.raw`'\\"environment\\": \\"([A-Za-z0-9._-]+)\\"'`;

/**
 * The first steps of schema `confiture`: the tables of the outbox, and the progress of files that run statement by
 * statement (`runner/ledger/progress.ts`). What they hold of an endpoint is its name: no URL, no secret, no header.
 *
 * A migration's transaction adds one row to `outbox_records`, with its event and the messages of it. Events and
 * deliveries are made of it afterwards, by the run itself once it knows all the facts, or by any process once the run
 * is gone.
 *
 * A delivery is in one of four states; a lease makes no state of its own, because a sender that is gone
 * must leave nothing behind that has to be mended:
 *
 *   waiting ──(claim: lease)──► waiting, leased ──(settle: done)──► delivered
 *      ▲                            │      │
 *      │◄──(settle: retry)──────────┤      └──(settle: final, or the schedule is exhausted)──► failed
 *      │◄──(release, or the lease has run out, or its session is gone)                            │
 *      └──────────────────────────────(retry by hand)◄────────────────────────────────────────────┘
 *
 *   waiting or failed, not leased ──(discard by hand)──► discarded ──(retry by hand)──► waiting
 *
 * Every change after the claim asks for the lease's token, so a sender that lost it changes nothing.
 *
 * Every record names its project and environment (`Scope`). A project of '' means that the record is older than these
 * columns and that several projects share the database: no sender takes it, a retry by hand makes it the project's own.
 */
export const outboxSteps: readonly string[] = [
  `
  create table confiture.events (
    id text primary key,
    type text not null,
    created_at timestamptz not null,
    run_id text,
    migration text,
    body json not null
  );
  create table confiture.endpoints (
    hook text not null,
    name text not null,
    disabled_at timestamptz,
    disabled_reason text,
    throttled_until timestamptz,
    failing_since timestamptz,
    failures integer not null default 0,
    primary key (hook, name)
  );
  create table confiture.deliveries (
    id text primary key,
    event_id text not null references confiture.events (id),
    hook text not null,
    target text not null,
    message json not null,
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    due_at timestamptz not null default clock_timestamp(),
    attempts integer not null default 0,
    schedule_position integer not null default 0,
    last_result text,
    settled_at timestamptz,
    lease_token text,
    lease_pid integer,
    leased_until timestamptz
  );
  create index deliveries_due on confiture.deliveries (hook, target, due_at, id)
    where state = 'waiting' and lease_token is null;
  create index deliveries_leased on confiture.deliveries (lease_token) where lease_token is not null;
  create index deliveries_event on confiture.deliveries (event_id);
  create index deliveries_settled on confiture.deliveries (settled_at) where settled_at is not null;
  create table confiture.attempts (
    delivery_id text not null references confiture.deliveries (id) on delete cascade,
    number integer not null,
    ended_at timestamptz not null,
    duration_ms integer not null,
    outcome text not null check (outcome in ('done', 'retry', 'final')),
    result text not null,
    answer_status integer,
    answer_text text,
    primary key (delivery_id, number)
  )`,
  `
  create table confiture.arrivals (
    event_id text not null,
    entry text not null,
    token text,
    pid integer,
    held_until timestamptz
  );
  alter table confiture.arrivals replica identity full`,
  `
  alter table confiture.arrivals
    add column project text not null default '',
    add column environment text not null default '';
  alter table confiture.events
    add column project text not null default '',
    add column environment text not null default '';
  alter table confiture.deliveries
    add column project text not null default '',
    add column environment text not null default '';
  alter table confiture.endpoints
    add column project text not null default '',
    add column environment text not null default '';
  create table confiture.rejected (
    record text not null,
    project text not null,
    environment text not null,
    content text,
    reason text not null,
    rejected_at timestamptz not null default clock_timestamp()
  );
  alter table confiture.rejected replica identity full;
  update confiture.events set project = ${ONLY_PROJECT}, environment = coalesce(body ->> 'environment', '');
  update confiture.deliveries d set project = e.project, environment = e.environment
    from confiture.events e where e.id = d.event_id;
  update confiture.arrivals set project = ${ONLY_PROJECT},
    environment = coalesce(substring(entry from ${ENVIRONMENT_OF_ENTRY}), '');
  alter table confiture.endpoints replica identity full;
  alter table confiture.endpoints drop constraint endpoints_pkey;
  insert into confiture.endpoints (project, environment, hook, name, disabled_at, disabled_reason, throttled_until,
      failing_since, failures)
    select distinct d.project, d.environment, t.hook, t.name, t.disabled_at, t.disabled_reason, t.throttled_until,
      t.failing_since, t.failures
    from confiture.endpoints t join confiture.deliveries d on d.hook = t.hook and d.target = t.name
    where d.project <> '' or d.environment <> '';
  delete from confiture.endpoints t where t.project = '' and t.environment = '' and not exists (
    select from confiture.deliveries d
    where d.project = '' and d.environment = '' and d.hook = t.hook and d.target = t.name);
  alter table confiture.endpoints add primary key (project, environment, hook, name);
  alter table confiture.endpoints replica identity default;
  drop index confiture.deliveries_due;
  create index deliveries_due on confiture.deliveries (project, environment, hook, target, due_at, id)
    where state = 'waiting' and lease_token is null`,
  `
  alter table confiture.deliveries drop constraint deliveries_state_check,
    add constraint deliveries_state_check check (state in ('waiting', 'delivered', 'failed', 'discarded'))`,
  // `endpoints` is left without a view: nothing is inserted there by a migration's transaction, and the name is needed.
  `
  alter table confiture.arrivals rename to outbox_records;
  create view confiture.arrivals as
    select event_id, entry, token, pid, held_until, project, environment from confiture.outbox_records;
  alter table confiture.endpoints rename to endpoint_state;
  alter index confiture.endpoints_pkey rename to endpoint_state_pkey;
  alter table confiture.deliveries rename column target to endpoint`,
  // Older versions made this one outside of the steps.
  `
  create table if not exists confiture.progress (
    ledger text not null,
    direction text not null check (direction in ('up', 'down')),
    version text not null,
    finished integer not null,
    finished_hash text not null,
    running integer,
    started_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    primary key (ledger, direction, version)
  )`,
];
