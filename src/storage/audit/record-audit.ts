import type { Connection } from '../../database/connection.js';
import { quoteLiteral } from '../../database/quote.js';
import { maskValue } from '../../redaction/mask-value.js';
import type { Scope } from '../scope.js';
import type { AuditEntry } from './audit-entry.js';

/**
 * Adds an entry to the audit log, in the open transaction of the change: one is there exactly where the other is. The
 * tables must be up to date (`ensureTables`).
 */
export async function recordAudit(connection: Connection, scope: Scope, entry: AuditEntry): Promise<void> {
  await connection.run(insertAuditSql(scope, entry));
}

/** The same as a text that names no function, so that it means the same in any session. */
export function insertAuditSql({ project, environment }: Scope, entry: AuditEntry): string {
  const { by, subject } = entry;
  const values: Readonly<Record<string, string | null>> = {
    project,
    environment,
    action: entry.action,
    subject_kind: subject.kind,
    subject: subject.id,
    actor: by.actor,
    actor_source: by.source,
    token_id: by.tokenId ?? null,
    token_name: by.tokenName ?? null,
    address: by.address ?? null,
    request_id: by.requestId ?? null,
    reason: entry.reason ?? null,
    run_id: entry.runId ?? null,
    before: maskedJson(entry.before),
    after: maskedJson(entry.after),
  };
  return `insert into confiture.audit (${Object.keys(values).join(', ')})
    values (${Object.values(values).map(quoteLiteral).join(', ')})`;
}

/** In ASCII, so that a database of any encoding can hold it. */
function maskedJson(value: AuditEntry['before']): string | null {
  if (value === undefined || value === null) return null;
  return JSON.stringify(maskValue(value)).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
