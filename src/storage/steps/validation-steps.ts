/**
 * Certificates, each with its signed text, and the results of invariant queries from before a migration that several
 * transactions run; these are gone as soon as it is recorded.
 */
export const validationSteps: readonly string[] = [
  `
  create table confiture.certificates (
    id text primary key,
    project text not null,
    environment text not null,
    run_id text not null,
    migration_version text not null,
    migration_name text not null,
    plan_hash text,
    key_id text not null,
    queries integer not null,
    payload_sha256 text not null,
    envelope text not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create index certificates_newest on confiture.certificates (project, environment, created_at desc, id desc);
  create table confiture.invariant_results (
    ledger text not null,
    version text not null,
    checksum text not null,
    results text not null,
    taken_at timestamptz not null default clock_timestamp(),
    primary key (ledger, version)
  )`,
];
