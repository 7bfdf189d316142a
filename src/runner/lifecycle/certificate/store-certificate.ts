import { quoteLiteral } from '../../../database/quote.js';

/** A certificate with what it is found by. */
export interface StoredCertificate {
  readonly id: string;
  readonly project: string;
  readonly environment: string;
  readonly runId: string;
  readonly version: string;
  readonly name: string;
  readonly planHash: string | null;
  readonly keyId: string;
  readonly queries: number;
  /** Of its payload, in hex. */
  readonly sha256: string;
  /** Its whole text. */
  readonly envelope: string;
}

/** Text that stores a certificate, to run in the transaction of its migration. */
export function insertCertificateSql(certificate: StoredCertificate): string {
  const { id, project, environment, runId, version, name, planHash, keyId, queries, sha256, envelope } =
    certificate;
  const texts = [id, project, environment, runId, version, name, planHash, keyId, sha256, envelope];
  return `insert into confiture.certificates (id, project, environment, run_id, migration_version, migration_name,
      plan_hash, key_id, payload_sha256, envelope, queries)
    values (${texts.map(quoteLiteral).join(', ')}, ${queries})`;
}
