/**
 * The order in which events are told to streams. The id of an event is made before its transaction commits, so a reader
 * that went on after the newest id it has seen would pass over events that were committed late. An event gets its
 * position after its commit, counted under the lock of its scope's row in `event_streams`
 * (`outbox/stream/assign-positions.ts`).
 *
 * A row there means that `serve` has been started for the project in this environment: from then on all of its events
 * are kept, whether an endpoint wants them or not.
 */
export const streamSteps: readonly string[] = [
  `
  create table confiture.event_streams (
    project text not null,
    environment text not null,
    served_since timestamptz not null default clock_timestamp(),
    last_position bigint not null default 0,
    primary key (project, environment)
  );
  alter table confiture.events add column position bigint;
  create unique index events_position on confiture.events (project, environment, position)
    where position is not null;
  create index events_unpositioned on confiture.events (project, environment, id) where position is null`,
];
