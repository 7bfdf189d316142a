/**
 * Who changed what over which way, and how it was before and after. The defaults are those of rows that only a command
 * on migrations adds (`runner/lifecycle/audit.ts`), in a database that an older version may share.
 */
export const auditSteps: readonly string[] = [
  `
  alter table confiture.audit
    add column subject_kind text not null default 'migration',
    add column token_id text,
    add column token_name text,
    add column address text,
    add column request_id text,
    add column before json,
    add column after json;
  create index audit_newest on confiture.audit (project, environment, id desc)`,
];
