/**
 * Requests for approval, and the decisions on them. Rows are never deleted, and a decision is never changed: the two
 * tables are their own audit log. What state a request is in is derived (`runner/lifecycle/approval/approval-state.ts`).
 */
export const approvalSteps: readonly string[] = [
  `
  create table confiture.approvals (
    id text primary key,
    project text not null,
    environment text not null,
    direction text not null check (direction in ('up', 'down')),
    plan_hash text not null,
    plan json not null,
    requirement json not null,
    run_id text,
    migration_version text,
    phase text,
    requested_by text not null,
    requested_source text not null,
    authors json not null,
    database json not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    superseded_by text references confiture.approvals (id),
    used_at timestamptz,
    applied text[] not null default '{}'
  );
  create index approvals_scope on confiture.approvals (project, environment, created_at);
  create table confiture.approval_decisions (
    approval_id text not null references confiture.approvals (id),
    number integer not null,
    verb text not null check (verb in ('grant', 'deny', 'revoke')),
    actor text not null,
    actor_source text not null,
    comment text,
    decided_at timestamptz not null default clock_timestamp(),
    primary key (approval_id, number)
  )`,
];
