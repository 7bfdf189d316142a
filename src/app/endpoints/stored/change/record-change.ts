import type { StoredEndpoint } from '../../../../endpoints/stored/stored-endpoint.js';
import { CHANNEL } from '../../../../outbox/store/release.js';
import type { AuditEntry } from '../../../../storage/audit/audit-entry.js';
import { recordAudit } from '../../../../storage/audit/record-audit.js';
import type { ManageContext } from '../manage-context.js';

/** Adds a change to the audit log, and wakes the workers, in the open transaction of the change. */
export async function recordChange(
  { connection, scope, by }: ManageContext,
  action: `webhook.${string}`,
  { id, name }: Pick<StoredEndpoint, 'id' | 'name'>,
  { before, after, reason }: Pick<AuditEntry, 'before' | 'after' | 'reason'> = {},
): Promise<void> {
  await recordAudit(connection, scope, {
    by,
    action,
    subject: { kind: 'webhook', id },
    reason: reason ?? null,
    before: before ?? null,
    after: { name, ...after },
  });
  await connection.query(`select pg_notify('${CHANNEL}', '')`);
}
