/** Marks of the progress of files with phases; each is gone as soon as its file is done. */
export const phaseSteps: readonly string[] = [
  `
  create table confiture.phase_progress (
    project text not null,
    environment text not null,
    ledger text not null,
    direction text not null check (direction in ('up', 'down')),
    version text not null,
    finished_names text[] not null,
    finished_hashes text[] not null,
    finished_rows bigint[] not null,
    phase text not null,
    total integer not null,
    phase_hash text not null,
    rows_done bigint not null,
    rows_before bigint not null,
    rows_expected bigint,
    repetitions integer not null,
    errors_recovered integer not null,
    started_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    primary key (ledger, direction, version)
  )`,
];
