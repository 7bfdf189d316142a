/**
 * What lists, filters and bulk actions need of the log of deliveries.
 *
 * `last_answer` is how the last attempt of a delivery ended, as one text that an index can hold: the HTTP status, or
 * the kind of error where there was none (`outbox/log/answer.ts`). It is null before the first attempt, and in rows that
 * are older than the column, of which the table of attempts is asked. `deferred` deliveries were put back by a bulk
 * action: they are sent when nothing else is due for their endpoint.
 *
 * A delivery is in no index of a list while it is being sent, so that neither its claim nor its lease writes to one: of
 * those there are never many.
 *
 * Lists are ordered by event and delivery, whose ids are made of the time, so that one order serves all filters. A large
 * table is locked against senders while the indexes are made, some seconds for a million rows; what migrations store is
 * in a table without one, and does not wait.
 */
export const logSteps: readonly string[] = [
  `
  alter table confiture.deliveries
    add column last_answer text,
    add column deferred boolean not null default false;
  alter table confiture.attempts
    add column error text,
    add column details json;
  create index deliveries_log on confiture.deliveries (event_id, id);
  drop index confiture.deliveries_event;
  create index deliveries_state on confiture.deliveries
    (project, environment, hook, endpoint, state, event_id, id) where state <> 'waiting';
  create index deliveries_waiting on confiture.deliveries (project, environment, hook, endpoint, event_id, id)
    where state = 'waiting' and lease_token is null;
  create index deliveries_answer on confiture.deliveries (project, environment, last_answer, event_id, id)
    where last_answer is not null;
  create index deliveries_unanswered on confiture.deliveries (event_id, id)
    where last_answer is null and attempts > 0;
  create index deliveries_unassigned on confiture.deliveries (event_id, id)
    where project = '' or environment = '';
  drop index confiture.deliveries_due;
  create index deliveries_due on confiture.deliveries (project, environment, hook, endpoint, due_at, id)
    where state = 'waiting' and lease_token is null and not deferred;
  create index deliveries_deferred on confiture.deliveries (project, environment, hook, endpoint, due_at, id)
    where state = 'waiting' and lease_token is null and deferred;
  create index attempts_failed on confiture.attempts
    ((coalesce(answer_status::text, error)), delivery_id, number) where outcome <> 'done';
  create index events_type on confiture.events (project, environment, type, id);
  create index events_migration on confiture.events (project, environment, (split_part(migration, '_', 1)), id)
    where migration is not null;
  create index events_created on confiture.events (created_at);
  create index events_run on confiture.events (run_id, id) where run_id is not null`,
];
