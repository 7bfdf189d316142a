import type { ListedCertificate } from '../../runner/lifecycle/certificate/list-certificates.js';
import type { CertificateStatement } from '../../runner/lifecycle/certificate/verify-certificate.js';
import type { checkSignature } from '../certificates/check-signature.js';

/** `certificate list`, newest first. */
export function certificatesDocument(certificates: readonly ListedCertificate[]): object {
  return { certificates: certificates.map(certificateObject) };
}

/** `certificate show`. */
export function certificateDocument(certificate: ListedCertificate, statement: CertificateStatement): object {
  return { certificate: certificateObject(certificate), statement };
}

/** `certificate export`. */
export function exportDocument(id: string, file: string | null, envelope: string): object {
  return { id, file, envelope: JSON.parse(envelope) as object };
}

/** `certificate verify`. */
export function verificationDocument(keyId: string, statement: CertificateStatement): object {
  return { key_id: keyId, statement };
}

/** `certificate key`. */
export function keyDocument(keyId: string, publicKey: string, source: string, isNew: boolean): object {
  return { key_id: keyId, public_key: publicKey, source, made: isNew };
}

/** A certificate over the API: what it states, and whether its signature holds. */
export function certificateDetailObject(
  certificate: ListedCertificate,
  statement: CertificateStatement,
  signature: ReturnType<typeof checkSignature>,
) {
  return { ...certificateObject(certificate), signature, statement: { ...statement } };
}

/** A certificate as lists show it. */
export function certificateObject({
  id,
  version,
  name,
  runId,
  environment,
  planHash,
  keyId,
  queries,
  sha256,
  createdAt,
}: ListedCertificate) {
  return {
    id,
    migration: { version, name },
    run_id: runId,
    environment,
    plan_hash: planHash,
    key_id: keyId,
    queries,
    sha256,
    created_at: createdAt.toISOString(),
  };
}
