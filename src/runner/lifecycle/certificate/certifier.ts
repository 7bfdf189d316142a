import { createHash } from 'node:crypto';
import type { Connection } from '../../../database/connection.js';
import type { LoadedMigration } from '../../../migrations/files/load-migration.js';
import type { Ledger } from '../../ledger/ledger.js';
import { type DatabaseIdentity, readIdentity } from '../../plan/database-identity.js';
import type { RunInfo } from '../../run-info.js';
import { inReadOnly, type QueryTransaction } from '../validation/queries/in-read-only.js';
import type { Validation } from '../validation/validation.js';
import { type DatabaseState, readDatabaseState } from './database-state.js';
import { type Signer, signStatement } from './envelope.js';
import { readPhaseGrants } from './read-grants.js';
import { type ApprovalFacts, certificateStatement } from './statement.js';
import type { StoredCertificate } from './store-certificate.js';

export interface CertifierOptions {
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly info: RunInfo;
  readonly signer: Signer;
  /** As in `Scope`. */
  readonly project: string;
  /** Version of Confiture. */
  readonly version: string;
  readonly planHash: string | null;
  /** Those of the plan. */
  readonly approvals: readonly ApprovalFacts[];
  readonly now: () => number;
  /** A fresh `crt_…`. */
  readonly newCertificateId: () => string;
}

/** Makes the certificates of a run. */
export class Certifier {
  readonly #options: CertifierOptions;

  constructor(options: CertifierOptions) {
    this.#options = options;
  }

  /** State of the database that a certificate compares. */
  readState(place: QueryTransaction): Promise<DatabaseState> {
    const { connection, ledger } = this.#options;
    return readDatabaseState(connection, ledger, place);
  }

  /**
   * Certificate of a valid migration, to be stored in its transaction, which is open; null for one without invariants.
   */
  async certify(validation: Validation): Promise<StoredCertificate | null> {
    const { stateBefore: before, queries, migration } = validation;
    if (!before || !queries.invariant || validation.invalid) return null;
    const { info, signer, project, version, planHash, now, newCertificateId } = this.#options;
    const id = newCertificateId();
    const { actor, source, commit } = info.actor;
    const statement = certificateStatement(validation, {
      certificateId: id,
      runId: info.runId,
      project,
      environment: info.environment,
      planHash,
      approvals: await this.#approvalsOf(migration),
      actor,
      actorSource: source,
      commit,
      version,
      serverVersion: this.#options.connection.serverVersion,
      database: await this.#readIdentity(),
      before,
      after: await this.readState('inside'),
      issuedAt: new Date(now()),
    });
    const { envelope, payload } = signStatement(statement, signer);
    return {
      id,
      project,
      environment: info.environment,
      runId: info.runId,
      version: migration.file.version,
      name: migration.file.name,
      planHash,
      keyId: signer.keyId,
      queries: queries.invariant.queries.length,
      sha256: createHash('sha256').update(payload, 'utf8').digest('hex'),
      envelope,
    };
  }

  #readIdentity(): Promise<DatabaseIdentity> {
    const { connection, info } = this.#options;
    return inReadOnly(connection, 'inside', { timeoutMs: 0 }, () =>
      readIdentity(connection, info.database.name),
    );
  }

  /** A plan that was approved as a whole asks for no phase of it. */
  async #approvalsOf(migration: LoadedMigration): Promise<readonly ApprovalFacts[]> {
    const { connection, info, project, approvals } = this.#options;
    if (info.approvalId !== null) return approvals;
    return readPhaseGrants(connection, { project, environment: info.environment }, migration);
  }
}
