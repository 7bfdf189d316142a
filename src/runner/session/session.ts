import type { TrackingTable } from '../../config/tracking-table.js';
import type { Connection } from '../../database/connection.js';
import { type ForeignObject, foreignObjectsSql } from '../../database/foreign-owner.js';
import { foundSql, withFoundSql } from '../../database/own-settings.js';
import { quoteLiteral } from '../../database/quote.js';
import type { ReadOnlyReason } from '../../database/read-only.js';
import { ConfitureError } from '../../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import { pathSourceSql } from '../ledger/other-ledgers.js';
import { LOCK_KEY_SQL, LOCK_NAMESPACE } from './advisory-lock.js';

/** Has the question see what was committed until the lock was given, whatever isolation the role has by default. */
const READ_COMMITTED = 'set transaction isolation level read committed';

/** What one round trip tells about a fresh session. */
export interface SessionFacts {
  readonly database: string;
  /** Schema that unqualified names are created in at the start of each migration. */
  readonly schema: string;
  readonly role: string;
  /** Process id of the backend that answered; 0 on the embedded database, which has none. */
  readonly backendPid: number;
  /** The server's clock when it answered, in seconds since the epoch. */
  readonly readAt: number;
  /** True where the backend is another than the one this session was told of when it began: a pooler is between. */
  readonly pooled: boolean;
  readonly ledger: Ledger;
  /**
   * True where there is no ledger here, another schema has a table of its name, and neither a setting nor the connection
   * URL says where it is.
   */
  readonly mayBeElsewhere: boolean;
  /** True where this session now holds the migration lock; null where it was not tried for. */
  readonly locked: boolean | null;
  /** What of our own belongs to a role that is not trusted. */
  readonly foreign: readonly ForeignObject[];
  /** True where row security hides rows of the ledger from this role. */
  readonly rowSecurity: boolean;
  /** Why nothing can be written; null where it can. */
  readonly readOnly: ReadOnlyReason | null;
  /**
   * Whether runs are written down here: there is no schema `confiture`, or none that this role may use; it is older than
   * that; or it is ready.
   */
  readonly runs: 'none' | 'outdated' | 'ready';
  /** True where it can be asked whether all events are kept. */
  readonly hasStreams: boolean;
  /** True where the database can hold endpoints. */
  readonly endpoints: boolean;
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
  const found = {
    locked: lockSql(lock, isServer ? connection.backendPid : null),
    schema: 'pg_catalog.current_schema()',
    path: 'pg_catalog.current_schemas(false)',
    ...(tracking.schema === null && { path_source: pathSourceSql(tracking.table) }),
  };
  const places =
    tracking.schema === null
      ? `${foundSql('path')}::name[]`
      : `array[${quoteLiteral(tracking.schema)}]::name[]`;
  const place = `coalesce(ledger.nspname, ${tracking.schema === null ? foundSql('schema') : quoteLiteral(tracking.schema)})`;
  const text = withFoundSql(
    found,
    `select ${foundSql('locked')}::boolean as locked, ${LOCK_KEY_SQL} as lock_key, pg_backend_pid() as pid,
      date_part('epoch', clock_timestamp()) as read_at,
      current_database() as database, ${foundSql('schema')} as schema, current_user as role,
      ledger.nspname as ledger_schema,
      exists (select from pg_attribute a where a.attrelid = ledger.oid and a.attname = 'applied_by') as has_applied_by,
      coalesce(row_security_active(ledger.oid), false) as row_security, pg_is_in_recovery() as standby,
      current_setting('transaction_read_only') = 'on' as read_only,
      ${OWN_TABLES_SQL} as own_tables,
      ${tracking.schema === null ? foundSql('path_source') : 'null'} as path_source,
      ${foreignObjectsSql(connection, { schema: place, table: 'ledger.oid' })} as foreign
    from (values (${places})) as place (names)
    left join lateral (
      select c.oid, n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = ${quoteLiteral(tracking.table)} and n.nspname = any (place.names)
      order by array_position(place.names, n.nspname) limit 1
    ) ledger on true`,
  );
  const answers = await connection.queryUnbound(`${READ_COMMITTED}; ${text}`);
  const [row] = (answers.at(-1) ?? []) as SessionRow[];
  if (!row) throw new Error('the server answered without a row');
  const schema = row.ledger_schema ?? tracking.schema ?? row.schema;
  if (schema === null) throw noSchema();
  return {
    database: row.database,
    schema: row.schema ?? schema,
    role: row.role,
    backendPid: isServer ? row.pid : 0,
    readAt: row.read_at,
    pooled: isServer && row.pid !== connection.backendPid,
    locked: row.locked,
    ledger: {
      schema,
      table: tracking.table,
      exists: row.ledger_schema !== null,
      hasAppliedBy: row.has_applied_by,
      lockKey: row.locked ? row.lock_key : null,
    },
    mayBeElsewhere: row.ledger_schema === null && row.path_source !== null && row.path_source !== 'client',
    foreign: row.foreign ?? [],
    rowSecurity: row.row_security,
    readOnly: row.standby ? 'standby' : row.read_only ? 'session' : null,
    ...ownTablesOf(row.own_tables),
  };
}

interface SessionRow {
  readonly locked: boolean | null;
  readonly lock_key: number;
  readonly database: string;
  readonly schema: string | null;
  readonly role: string;
  readonly pid: number;
  readonly read_at: number;
  readonly ledger_schema: string | null;
  readonly has_applied_by: boolean;
  readonly row_security: boolean;
  readonly standby: boolean;
  readonly read_only: boolean;
  readonly foreign: readonly ForeignObject[] | null;
  /** Null without schema `confiture`. */
  readonly own_tables: OwnTables | null;
  readonly path_source: string | null;
}

/** What this role may do in schema `confiture`. */
interface OwnTables {
  readonly usable: boolean;
  /** Whether each table that is there may be read, and `runs` written too; null where there is none of them. */
  readonly tables: Readonly<Partial<Record<'runs' | 'event_streams' | 'webhooks', boolean>>> | null;
}

/** SQL for `OwnTables`; null without the schema. Asks the catalogue, since a name that may not be used fails. */
const OWN_TABLES_SQL = `(select json_build_object('usable', has_schema_privilege(s.oid, 'usage'), 'tables', (
    select json_object_agg(r.relname, has_table_privilege(r.oid, 'select') and (r.relname <> 'runs'
      or has_table_privilege(r.oid, 'insert') and has_table_privilege(r.oid, 'update')))
    from pg_class r where r.relnamespace = s.oid and r.relname in ('runs', 'event_streams', 'webhooks')))
  from pg_namespace s where s.nspname = 'confiture')`;

function ownTablesOf(own: OwnTables | null): Pick<SessionFacts, 'runs' | 'hasStreams' | 'endpoints'> {
  if (!own?.usable) return { runs: 'none', hasStreams: false, endpoints: false };
  const { runs, event_streams, webhooks } = own.tables ?? {};
  return {
    runs: runs === undefined ? 'outdated' : runs ? 'ready' : 'none',
    hasStreams: event_streams ?? false,
    endpoints: webhooks !== undefined,
  };
}

function lockSql(lock: LockAttempt, backendPid: number | null): string {
  if (lock === 'none') return 'null';
  const once = `pg_catalog.pg_try_advisory_lock(${LOCK_NAMESPACE}, ${LOCK_KEY_SQL})`;
  const attempt = `(${once} and ${once})`;
  if (lock === 'always' || backendPid === null) return attempt;
  return `case when pg_catalog.pg_backend_pid() operator(pg_catalog.=) ${backendPid} then ${attempt} end`;
}

function noSchema(): ConfitureError {
  return new ConfitureError('LEDGER_UNUSABLE', 'no schema of the search_path exists in this database', {
    hint: 'Create one (create schema public), or name a place for the ledger with migration.tracking_table: schema.table.',
  });
}
