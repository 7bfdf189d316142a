import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { FilePath } from '../../../migrations/folder/discover.js';
import type { InvariantQuery } from '../../../migrations/queries/invariant-query.js';
import { maskKnownSecrets } from '../../../redaction/redaction.js';
import type { DatabaseIdentity } from '../../plan/database-identity.js';
import type { BeforeResult } from '../validation/queries/ask-invariant.js';
import type { Validation } from '../validation/validation.js';
import type { DatabaseState } from './database-state.js';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'urn:confiture:behavioral-equivalence:v1';

/** An approval of the plan that a migration belongs to. */
export interface ApprovalFacts {
  readonly id: string;
  readonly actor: string;
  readonly actor_source: string;
  readonly granted_at: string;
}

/** What a certificate says beside what was asked. */
export interface CertificateFacts {
  readonly certificateId: string;
  readonly runId: string;
  readonly project: string;
  readonly environment: string;
  readonly planHash: string | null;
  readonly approvals: readonly ApprovalFacts[];
  readonly actor: string;
  readonly actorSource: string;
  readonly commit: string | null;
  /** Version of Confiture. */
  readonly version: string;
  /** As in `server_version_num`. */
  readonly serverVersion: number;
  readonly database: DatabaseIdentity;
  readonly before: DatabaseState;
  readonly after: DatabaseState;
  readonly issuedAt: Date;
}

/** The in-toto statement that all queries of a valid migration gave the same results. */
export function certificateStatement(validation: Validation, facts: CertificateFacts): object {
  const { systemIdentifier, oid, name } = facts.database;
  const { file, path, checksum, title } = validation.migration;
  const { verify, invariant } = validation.queries;
  const upFile = fileName(path);
  return {
    _type: STATEMENT_TYPE,
    subject: [{ name: upFile, digest: { sha256: checksum } }],
    predicateType: PREDICATE_TYPE,
    predicate: {
      states: statementInWords(upFile, invariant?.queries.length ?? 0),
      certificate_id: facts.certificateId,
      issued_at: facts.issuedAt.toISOString(),
      migration: { version: file.version, name: maskKnownSecrets(file.name), title },
      run_id: facts.runId,
      project: facts.project,
      environment: facts.environment,
      actor: { name: facts.actor, source: facts.actorSource },
      commit: facts.commit,
      plan_hash: facts.planHash,
      approvals: facts.approvals,
      runner: { name: 'confiture', version: facts.version },
      database: { system_identifier: systemIdentifier, oid, name, server_version: facts.serverVersion },
      ledger: { sha256_before: facts.before.ledger, sha256_after: facts.after.ledger },
      schema: { sha256_before: facts.before.schema, sha256_after: facts.after.schema },
      invariant_file: invariant && { name: fileName(invariant.path), sha256: invariant.checksum },
      verify_file: verify && { name: fileName(verify.path), sha256: verify.checksum },
      queries: (invariant?.queries ?? []).map((query, index) =>
        queryFacts(query, validation.before[index], validation.after[index]),
      ),
    },
  };
}

/** People have been seen to put keys into names of files. */
function fileName({ path }: FilePath): string {
  return maskKnownSecrets(basename(path));
}

function statementInWords(upFile: string, count: number): string {
  const queries = count === 1 ? 'This query' : `These ${count} queries`;
  return `${queries} gave the same ${count === 1 ? 'result' : 'results'} before and after ${upFile}. Nothing is said about other queries, or about behaviour in general.`;
}

function queryFacts(
  { number, line, text, isOrdered }: InvariantQuery,
  before: BeforeResult | undefined,
  after: BeforeResult | undefined,
): object {
  return {
    number,
    line,
    sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
    ordered: isOrdered,
    columns: after?.result.columns.length ?? 0,
    rows: after?.result.rows ?? 0,
    result_sha256_before: before?.result.sha256 ?? null,
    result_sha256_after: after?.result.sha256 ?? null,
    duration_ms_before: before?.durationMs ?? null,
    duration_ms_after: after?.durationMs ?? null,
  };
}
