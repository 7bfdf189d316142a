import type { Connection } from '../../database/connection.js';
import type { ChangedDelivery } from '../../outbox/bulk/bulk-task.js';
import type { AuditEntry, Caller } from '../../storage/audit/audit-entry.js';
import { recordAudit } from '../../storage/audit/record-audit.js';
import type { Scope } from '../../storage/scope.js';
import type { BulkAction } from './bulk-action.js';

/** A listener for each change, called in its open transaction with the changed deliveries. */
export type RecordChange = (changed: readonly ChangedDelivery[]) => Promise<void>;

const DELIVERIES = { kind: 'delivery', id: null } as const;

/** Of the kinds of bulk actions. A replay makes deliveries, of events that are there. */
const ENTRIES: Readonly<Record<BulkAction['kind'], Pick<AuditEntry, 'action' | 'subject'>>> = {
  retry: { action: 'delivery.retried', subject: DELIVERIES },
  recover: { action: 'delivery.retried', subject: DELIVERIES },
  discard: { action: 'delivery.discarded', subject: DELIVERIES },
  replay: { action: 'event.replayed', subject: { kind: 'event', id: null } },
};

/** Adds each step of a bulk action to the audit log, with its filter and how many deliveries the step has changed. */
export function recordSteps(
  connection: Connection,
  scope: Scope,
  { kind, filter }: Pick<BulkAction, 'kind' | 'filter'>,
  by: Caller,
): RecordChange {
  return ({ length: changed }) =>
    recordAudit(connection, scope, { by, ...ENTRIES[kind], after: { filter, changed } });
}

/** Adds what was done with one delivery. */
export function recordOne(
  connection: Connection,
  scope: Scope,
  kind: 'retry' | 'discard',
  id: string,
  by: Caller,
): RecordChange {
  const state = kind === 'retry' ? 'waiting' : 'discarded';
  const subject = { kind: 'delivery', id } as const;
  return () =>
    recordAudit(connection, scope, { by, action: ENTRIES[kind].action, subject, after: { state } });
}
