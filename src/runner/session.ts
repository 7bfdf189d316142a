import type { Connection } from '../database/connection.js';
import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import { ConfitureError } from '../errors.js';
import { LOCK_KEY_SQL, LOCK_NAMESPACE } from './advisory-lock.js';
import type { Ledger } from './ledger.js';

/** Where the ledger is configured to be; without a schema it is found as any unqualified name is. */
export interface TrackingTable {
  readonly schema: string | null;
  readonly table: string;
}

/** What one round trip tells about a fresh session. */
export interface SessionFacts {
  readonly database: string;
  /** Schema that unqualified names are created in at the start of each migration. */
  readonly schema: string;
  readonly role: string;
  /** Process id of the backend that answered; 0 on the embedded database, which has none. */
  readonly backendPid: number;
  /** True where the backend is another than the one this session was told of when it began: a pooler is between. */
  readonly pooled: boolean;
  readonly ledger: Ledger;
  /** True where this session now holds the migration lock; null where it was not tried for. */
  readonly locked: boolean | null;
}

/**
 * Whether to try for the migration lock: `unpooled` does so only where no pooler is between, because a lock taken on
 * a backend that goes to another client can neither be kept nor given back.
 */
export type LockAttempt = 'none' | 'unpooled' | 'always';

/**
 * Reads all a command must know before it begins, and tries for the lock, in one round trip. The ledger
 * must be read after this, not before, or a run that ended meanwhile would be overlooked.
 */
export async function readSession(
  connection: Connection,
  tracking: TrackingTable,
  { lock }: { readonly lock: LockAttempt },
): Promise<SessionFacts> {
  const isServer = connection.kind === 'postgres';
  const wanted = tracking.schema
    ? `${quoteIdentifier(tracking.schema)}.${quoteIdentifier(tracking.table)}`
    : quoteIdentifier(tracking.table);
  const [row] = await connection.query<{
    locked: boolean | null;
    database: string;
    schema: string | null;
    role: string;
    pid: number;
    ledger_schema: string | null;
    has_applied_by: boolean;
  }>(
    `select ${lockSql(lock, isServer ? connection.backendPid : null)} as locked, pg_backend_pid() as pid,
      current_database() as database, current_schema() as schema, current_user as role,
      n.nspname as ledger_schema,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'applied_by') as has_applied_by
    from (values (to_regclass(${quoteLiteral(wanted)}))) as wanted (oid)
    left join pg_class c on c.oid = wanted.oid
    left join pg_namespace n on n.oid = c.relnamespace`,
  );
  if (!row) throw new Error('the server answered without a row');
  const schema = row.ledger_schema ?? tracking.schema ?? row.schema;
  if (schema === null) throw noSchema();
  return {
    database: row.database,
    schema: row.schema ?? schema,
    role: row.role,
    backendPid: isServer ? row.pid : 0,
    pooled: isServer && row.pid !== connection.backendPid,
    locked: row.locked,
    ledger: {
      schema,
      table: tracking.table,
      exists: row.ledger_schema !== null,
      hasAppliedBy: row.has_applied_by,
      isLocked: row.locked ?? false,
    },
  };
}

function lockSql(lock: LockAttempt, backendPid: number | null): string {
  if (lock === 'none') return 'null::boolean';
  const once = `pg_try_advisory_lock(${LOCK_NAMESPACE}, ${LOCK_KEY_SQL})`;
  const attempt = `(${once} and ${once})`;
  if (lock === 'always' || backendPid === null) return attempt;
  return `case when pg_backend_pid() = ${backendPid} then ${attempt} end`;
}

function noSchema(): ConfitureError {
  return new ConfitureError('LEDGER_UNUSABLE', 'no schema of the search_path exists in this database', {
    hint: 'Create one (create schema public), or name a place for the ledger with migration.tracking_table: schema.table.',
  });
}
