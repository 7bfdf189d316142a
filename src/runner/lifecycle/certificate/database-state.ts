import type { Connection } from '../../../database/connection.js';
import { quoteLiteral } from '../../../database/quote.js';
import { type Ledger, ledgerName } from '../../ledger/ledger.js';
import { inReadOnly, type QueryTransaction } from '../validation/queries/in-read-only.js';
import { schemaFingerprintSql } from './schema-fingerprint.js';

/** State of a database at one moment, as hashes. */
export interface DatabaseState {
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
    const [row] = await connection.query<DatabaseState>(stateSql(ledger));
    if (!row) throw new Error('the server answered without a row');
    return row;
  });
}

function stateSql(ledger: Ledger): string {
  const place = { schema: quoteLiteral(ledger.schema), table: quoteLiteral(ledger.table) };
  return `select (select encode(sha256(convert_to(coalesce(string_agg(version || ' ' || coalesce(checksum, ''), E'\\n'
      order by pk_confiture), ''), getdatabaseencoding()::name)), 'hex') from ${ledgerName(ledger)}) as ledger,
    ${schemaFingerprintSql(place)} as schema`;
}
