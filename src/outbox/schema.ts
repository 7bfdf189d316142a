import type { Connection } from '../database/connection.js';
import { ownSettingsSql } from '../database/own-settings.js';
import { isServerError } from '../database/server-error.js';
import { ConfitureError } from '../errors.js';
import { unusableOutbox } from './explain-error.js';

/**
 * Tables of the outbox, in schema `confiture`. What they hold of an endpoint is its name: no URL, no
 * secret, no header.
 *
 * A migration's transaction adds one arrival, with its event and the messages of it. Events and deliveries are made of
 * it afterwards, by the run itself once it knows all the facts, or by anybody once the run is gone.
 *
 * A delivery is in one of three states; a lease makes no state of its own, because a sender that is gone
 * must leave nothing behind that has to be mended:
 *
 *   waiting ──(claim: lease)──► waiting, leased ──(settle: done)──► delivered
 *      ▲                            │      │
 *      │◄──(settle: retry)──────────┤      └──(settle: final, or the schedule is exhausted)──► failed
 *      │◄──(release, or the lease has run out, or its session is gone)                            │
 *      └──────────────────────────────(retry by hand)◄────────────────────────────────────────────┘
 *
 * Every change after the claim asks for the lease's token, so a sender that lost it changes nothing.
 */
const steps: readonly string[] = [
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
];

const UNDEFINED_TABLE = '42P01';
/** Advisory lock key of a schema step, so that two processes never make the same table. */
const SCHEMA_LOCK = 1_751_936_053;

/** Steps the database has; 0 where there is no outbox. Its tables are there when this is not 0. */
export async function readOutboxStep(connection: Connection): Promise<number> {
  try {
    const [row] = await connection.query<{ step: number }>(
      'select coalesce(max(step), 0) as step from confiture.outbox_schema',
    );
    return row?.step ?? 0;
  } catch (error) {
    if (isServerError(error) && error.code === UNDEFINED_TABLE) return 0;
    throw unusableOutbox(error);
  }
}

/**
 * Makes the tables, or brings them up to date, and returns the step they have. The connection must have no
 * transaction open. `known` is what `readOutboxStep` said of this database.
 */
export async function ensureOutbox(connection: Connection, known?: number): Promise<number> {
  const found = known ?? (await readOutboxStep(connection));
  if (found > steps.length) throw tooNew();
  if (found === steps.length) return found;
  try {
    await connection.run(`begin; ${ownSettingsSql}; select pg_advisory_xact_lock(${SCHEMA_LOCK});
      create schema if not exists confiture;
      create table if not exists confiture.outbox_schema (
        step integer primary key, applied_at timestamptz not null default clock_timestamp())`);
    const present = await readOutboxStep(connection);
    const missing = steps.slice(present).map((sql, index) => `${sql}; ${recordStep(present + index + 1)}`);
    await connection.run([...missing, 'commit'].join(';'));
    return Math.max(present, steps.length);
  } catch (error) {
    await connection.run('rollback').catch(() => {});
    throw unusableOutbox(error);
  }
}

function recordStep(step: number): string {
  return `insert into confiture.outbox_schema (step) values (${step})`;
}

function tooNew(): ConfitureError {
  return new ConfitureError('OUTBOX_UNUSABLE', 'the outbox tables were made by a newer Confiture', {
    hint: 'Use the same version of Confiture everywhere, or a newer one here.',
  });
}
