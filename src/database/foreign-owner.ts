import { ConfitureError } from '../errors.js';
import type { Connection } from './connection.js';
import { quoteLiteral } from './quote.js';
import { isServerError } from './server-error.js';

/** A table or schema of ours that belongs to a role whose triggers and rules must not run with this session's rights. */
export interface ForeignObject {
  /** `schema public`, or `table confiture.events`. */
  readonly name: string;
  readonly owner: string;
}

/** Expressions for the ledger's schema (a name) and its table (an oid, or null). */
export interface LedgerTable {
  readonly schema: string;
  readonly table: string;
}

/**
 * SQL expression for the foreign objects among schema `confiture`, what lies in it, and the ledger: JSON, or null
 * where there is none. Trusted are this role, the roles it belongs to, superusers, the owner of the database, and the
 * roles named in the configuration. Membership is read from the catalogue, because the functions for it hold a
 * superuser for a member of every role.
 */
export function foreignObjectsSql({ trustedOwners }: Connection, ledger: LedgerTable | null): string {
  const named = trustedOwners.map((role) => quoteLiteral(role)).join(', ');
  const ofLedger =
    ledger === null
      ? ''
      : `union select 'schema ' || n.nspname, n.nspowner from pg_namespace n where n.nspname = ${ledger.schema}
        union select 'table ' || n.nspname || '.' || c.relname, c.relowner
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = ${ledger.table}`;
  return `(with recursive held (oid) as (
      select r.oid from pg_roles r where r.rolname = current_user
      union select m.roleid from pg_auth_members m join held on held.oid = m.member
    ),
    own (name, owner) as (
      select 'schema confiture', n.nspowner from pg_namespace n where n.nspname = 'confiture'
      union select 'table confiture.' || c.relname, c.relowner
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'confiture' and c.relkind not in ('i', 'I', 't', 'c')
      ${ofLedger}
    )
    select json_agg(json_build_object('name', own.name, 'owner', r.rolname) order by own.name)
    from own join pg_roles r on r.oid = own.owner
    where not r.rolsuper and r.rolname <> 'pg_database_owner' and r.oid not in (select oid from held)
      and r.oid <> (select d.datdba from pg_database d where d.datname = current_database())
      and r.rolname <> all (array[${named}]::name[]))`;
}

/** Statement under own settings that fails (division by zero) where something in schema `confiture` is foreign. */
export function ownersGuardSql(connection: Connection): string {
  return `select 1 / (case when ${foreignObjectsSql(connection, null)} is null then 1 else 0 end)`;
}

/** Throws OWNER_UNTRUSTED where `error` is that of the guard, with the names that it cannot give. */
export async function throwIfForeign(connection: Connection, error: unknown): Promise<void> {
  if (connection.lost || !isServerError(error) || error.code !== '22012') return;
  const [row] = await connection.query<{ foreign: readonly ForeignObject[] | null }>(
    `select ${foreignObjectsSql(connection, null)} as foreign`,
  );
  if (row?.foreign) throw untrustedOwner(row.foreign);
}

/** Why nothing is read from or written to such objects. */
export function untrustedOwner(objects: readonly ForeignObject[]): ConfitureError {
  const owners = [...new Set(objects.map(({ owner }) => owner))];
  const named = objects.slice(0, MOST_NAMED).map(({ name, owner }) => `${name} belongs to ${owner}`);
  const more = objects.length > MOST_NAMED ? ` and ${objects.length - MOST_NAMED} more` : '';
  return new ConfitureError('OWNER_UNTRUSTED', `${named.join(', ')}${more}`, {
    hint: `A trigger of theirs would run with the rights of this role. Where ${owners.join(', ')} may do that, list ${owners.length === 1 ? 'it' : 'them'} in migration.trustedOwners of the config file, or grant ${owners.length === 1 ? 'that role' : 'those roles'} to this one; else look at who made ${objects.length === 1 ? 'it' : 'them'}, and why.`,
    details: { objects },
  });
}

const MOST_NAMED = 3;
