/**
 * Errors that were given up and that nothing has settled yet. A row is deleted in the transaction that settles it: the
 * migration is done, resolved or marked as applied. Rows exist only where events of errors are subscribed to.
 */
export const errorsSteps: readonly string[] = [
  `
  create table confiture.open_errors (
    error_id text primary key,
    project text not null,
    environment text not null,
    version text not null,
    direction text not null check (direction in ('up', 'down')),
    phase text,
    attempts integer not null,
    escalated_at timestamptz not null default clock_timestamp()
  )`,
];
