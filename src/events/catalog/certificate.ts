import type { CatalogOf, FactOf } from './entry.js';
import {
  type MigrationData,
  type MigrationRun,
  migrationData,
  migrationSample,
  withMigration,
} from './migration-data.js';
import { about, count, matching, nullableText, text } from './schema.js';

/** Data of the event about a certificate. */
export interface CertificateEvents {
  'certificate.generated': MigrationData & {
    /** `crt_…` */
    readonly certificate_id: string;
    readonly plan_hash: string | null;
    /** Which key signed it. */
    readonly key_id: string;
    /** Queries whose results it compares. */
    readonly queries: number;
    /** SHA-256 of the signed payload, in hex. */
    readonly sha256: string;
  };
}

export function certificateGenerated(facts: {
  readonly certificateId: string;
  readonly run: MigrationRun;
  readonly planHash: string | null;
  readonly keyId: string;
  readonly queries: number;
  readonly sha256: string;
}): FactOf<CertificateEvents> {
  const data = {
    certificate_id: facts.certificateId,
    ...migrationData(facts.run),
    plan_hash: facts.planHash,
    key_id: facts.keyId,
    queries: facts.queries,
    sha256: facts.sha256,
  };
  return { type: 'certificate.generated', data };
}

export const certificateCatalog: CatalogOf<CertificateEvents> = {
  'certificate.generated': {
    type: 'certificate.generated',
    meaning: 'All invariants of a migration held: a signed Behavioral Equivalence Certificate is stored.',
    moment: 'Written in the transaction that commits the migration and stores the certificate.',
    outcome: 'success',
    incident: 'none',
    mark: '📜',
    headline: 'Certificate generated',
    schema: withMigration({
      certificate_id: matching('^crt_'),
      plan_hash: nullableText,
      key_id: about('Which key signed it.', text),
      queries: about('Queries whose results it compares.', count),
      sha256: about('SHA-256 of the signed payload, in hex.', matching('^[0-9a-f]{64}$')),
    }),
    sample: {
      ...migrationSample,
      certificate_id: 'crt_01kejdvja300000000000000000',
      plan_hash: '9f86d081884c7d65',
      key_id: '6b86b273ff34fce1',
      queries: 2,
      sha256: '0'.repeat(64),
    },
  },
};
