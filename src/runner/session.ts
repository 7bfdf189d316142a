import type { Connection } from '../database/connection.js';
import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import { ConfitureError } from '../errors.js';
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
  readonly ledger: Ledger;
  /** True where this session now holds the migration lock; null where it was not asked for. */
  readonly locked: boolean | null;
}

/** First key of the advisory lock pair, shared with the Python tool; the second is made from the database name. */
export const LOCK_NAMESPACE = 1_751_936_052;

/** SQL for the second key: the first four bytes of SHA-256 of the database name, without the sign bit. */
export const LOCK_KEY_SQL =
  "(('x' || left(encode(sha256(convert_to(current_database(), 'UTF8')), 'hex'), 8))::bit(32)::integer & 2147483647)";

/**
 * Reads all a command must know before it begins, and tries for the lock, in one round trip. The ledger
 * must be read after this, not before, or a run that ended meanwhile would be overlooked.
 */
export async function readSession(
  connection: Connection,
  tracking: TrackingTable,
  { lock }: { readonly lock: boolean },
): Promise<SessionFacts> {
  const wanted = tracking.schema
    ? `${quoteIdentifier(tracking.schema)}.${quoteIdentifier(tracking.table)}`
    : quoteIdentifier(tracking.table);
  const [row] = await connection.query<{
    locked: boolean | null;
    database: string;
    schema: string | null;
    role: string;
    ledger_schema: string | null;
    has_applied_by: boolean;
  }>(
    `select ${lock ? `pg_try_advisory_lock(${LOCK_NAMESPACE}, ${LOCK_KEY_SQL})` : 'null::boolean'} as locked,
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
    locked: row.locked,
    ledger: {
      schema,
      table: tracking.table,
      exists: row.ledger_schema !== null,
      hasAppliedBy: row.has_applied_by,
    },
  };
}

function noSchema(): ConfitureError {
  return new ConfitureError('LEDGER_UNUSABLE', 'no schema of the search_path exists in this database', {
    hint: 'Create one (create schema public), or name a place for the ledger with migration.tracking_table: schema.table.',
  });
}
