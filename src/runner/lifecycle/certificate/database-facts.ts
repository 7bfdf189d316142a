import type { Connection } from '../../../database/connection.js';
import { quoteLiteral } from '../../../database/quote.js';
import { type Ledger, ledgerName } from '../../ledger/ledger.js';
import { inReadOnly, type QueryTransaction } from '../validation/queries/in-read-only.js';
import { schemaFingerprintSql } from './schema-fingerprint.js';

/** Which database it is, whatever name it is reached by. */
export interface DatabaseIdentity {
  /** Made with the cluster; null where the role may not ask for it. */
  readonly system_identifier: string | null;
  /** Object id and name of the database in it. */
  readonly oid: string;
  readonly name: string;
}

/** State of a database at one moment, as hashes. */
export interface DatabaseState {
  readonly identity: DatabaseIdentity;
  /** SHA-256, in hex, of versions and checksums of all applied migrations, in their order. */
  readonly ledger: string;
  /** SHA-256, in hex, of everything that is defined in it. */
  readonly schema: string;
}

/** Reads the state of the database, with what the open transaction has done where `place` is inside of it. */
export function readDatabaseState(
  connection: Connection,
  ledger: Ledger,
  place: QueryTransaction,
): Promise<DatabaseState> {
  return inReadOnly(connection, place, { timeoutMs: 0 }, async () => {
    const [row] = await connection.query<StateRow>(stateSql(ledger));
    if (!row) throw new Error('the server answered without a row');
    const { system_identifier, oid, name } = row;
    return { identity: { system_identifier, oid, name }, ledger: row.ledger, schema: row.schema };
  });
}

interface StateRow extends DatabaseIdentity {
  readonly ledger: string;
  readonly schema: string;
}

function stateSql(ledger: Ledger): string {
  const place = { schema: quoteLiteral(ledger.schema), table: quoteLiteral(ledger.table) };
  return `select case when has_function_privilege('pg_control_system()', 'execute')
      then (select system_identifier::text from pg_control_system()) end as system_identifier,
    (select oid::text from pg_database where datname = current_database()) as oid, current_database()::text as name,
    (select encode(sha256(convert_to(coalesce(string_agg(version || ' ' || coalesce(checksum, ''), E'\\n'
      order by pk_confiture), ''), getdatabaseencoding()::name)), 'hex') from ${ledgerName(ledger)}) as ledger,
    ${schemaFingerprintSql(place)} as schema`;
}
