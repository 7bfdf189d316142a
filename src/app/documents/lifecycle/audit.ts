import type { StoredAuditEntry } from '../../../storage/audit/list-audit.js';

/** An entry of the audit log, as lists and exports have it. */
export function auditObject({ by, subject, at, ...entry }: StoredAuditEntry) {
  return {
    id: `aud_${entry.id}`,
    created_at: at.toISOString(),
    actor: by.actor,
    actor_source: by.source,
    token_id: by.tokenId,
    token_name: by.tokenName,
    address: by.address,
    request_id: by.requestId,
    action: entry.action,
    subject_kind: subject.kind as string,
    subject_id: subject.id,
    reason: entry.reason,
    run_id: entry.runId,
    before: entry.before as Record<string, unknown> | null,
    after: entry.after as Record<string, unknown> | null,
  };
}
