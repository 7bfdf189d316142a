import { randomBytes } from 'node:crypto';
import type { Connection } from '../../database/connection.js';
import { inTransaction } from '../../database/in-transaction.js';
import { jobId } from '../../events/identifier.js';
import { type ChangedDelivery, discardableStates } from '../../outbox/bulk/bulk-task.js';
import { countReplay } from '../../outbox/bulk/count-replay.js';
import { readLastEventId, runBulk } from '../../outbox/bulk/run-bulk.js';
import { cancelJob, insertJob, type Job, readJob } from '../../outbox/jobs/job.js';
import { countDeliveries, type EndpointCount, readOldest } from '../../outbox/log/count.js';
import type { DeliveryFilter, DeliveryState } from '../../outbox/log/delivery-filter.js';
import { discardDeliveries } from '../../outbox/log/discard.js';
import { retryDeliveries } from '../../outbox/log/retry.js';
import { CHANNEL } from '../../outbox/store/release.js';
import type { Caller } from '../../storage/audit/audit-entry.js';
import { recordAudit } from '../../storage/audit/record-audit.js';
import type { Scope } from '../../storage/scope.js';
import { type BulkAction, taskOf } from './bulk-action.js';
import { recordOne, recordSteps } from './record-change.js';

/** What a bulk action would change. */
export interface BulkCounts {
  readonly count: number;
  /** When the oldest of the events happened; null where there is none. */
  readonly oldestAt: Date | null;
  readonly endpoints: readonly EndpointCount[];
}

export const NOTHING_COUNTED: BulkCounts = { count: 0, oldestAt: null, endpoints: [] };

/** Counts, and changes nothing. */
export async function countBulk(
  connection: Connection,
  scope: Scope,
  { task }: BulkAction,
): Promise<BulkCounts> {
  if (task.kind === 'replay') return countReplay(connection, scope, task);
  return countFiltered(connection, scope, task.filter, task.kind === 'retry' ? task.states : null);
}

/** The same of one delivery, which a retry takes in any state. */
export function countOne(
  connection: Connection,
  scope: Scope,
  action: 'retry' | 'discard',
  id: string,
): Promise<BulkCounts> {
  return countFiltered(connection, scope, { id }, action === 'discard' ? discardableStates : null);
}

async function countFiltered(
  connection: Connection,
  scope: Scope,
  filter: DeliveryFilter,
  states: readonly DeliveryState[] | null,
): Promise<BulkCounts> {
  const [endpoints, oldestAt] = await Promise.all([
    countDeliveries(connection, scope, filter, states),
    readOldest(connection, scope, filter, states),
  ]);
  return { count: endpoints.reduce((sum, { count }) => sum + count, 0), oldestAt, endpoints };
}

/** Does all of it here and now; the audit log has each step. */
export async function runBulkAction(
  connection: Connection,
  scope: Scope,
  action: BulkAction,
  by: Caller,
): Promise<readonly ChangedDelivery[]> {
  const lastEventId = await readLastEventId(connection);
  const record = recordSteps(connection, scope, action, by);
  return runBulk(connection, null, scope, taskOf(action, lastEventId), record);
}

/** Makes one delivery due now, whatever its state; empty where it is being sent, or there is none. */
export function retryOne(
  connection: Connection,
  scope: Scope,
  id: string,
  by: Caller,
): Promise<readonly ChangedDelivery[]> {
  return inTransaction(connection, async () => {
    const changed = await retryDeliveries(connection, null, scope, { id });
    if (changed.length > 0) await recordOne(connection, scope, 'retry', id, by)(changed);
    return changed;
  });
}

/** Settles one delivery as discarded; empty where it cannot be. */
export function discardOne(
  connection: Connection,
  scope: Scope,
  id: string,
  by: Caller,
): Promise<readonly EndpointCount[]> {
  return discardDeliveries(connection, null, scope, { id }, recordOne(connection, scope, 'discard', id, by));
}

/** Stores it as a job, which the workers do step by step. */
export async function startJob(
  connection: Connection,
  scope: Scope,
  action: BulkAction,
  by: Caller,
): Promise<Job> {
  const { count } = await countBulk(connection, scope, action);
  const lastEventId = await readLastEventId(connection);
  const id = jobId({ nowMs: Date.now(), random: randomBytes(16) });
  const job = await inTransaction(connection, async () => {
    const { kind, filter } = action;
    const { actor, source: actorSource } = by;
    const stored = await insertJob(connection, scope, {
      id,
      kind,
      task: taskOf(action, lastEventId),
      filter,
      total: count,
      actor,
      actorSource,
    });
    await recordAudit(connection, scope, {
      by,
      action: 'job.created',
      subject: { kind: 'job', id },
      after: { kind, filter, total: count },
    });
    return stored;
  });
  await connection.query(`select pg_notify('${CHANNEL}', '')`);
  return job;
}

/** Ends a job; null where there is none of this id, and the job as it ended where that was before. */
export async function stopJob(
  connection: Connection,
  scope: Scope,
  id: string,
  by: Caller,
): Promise<{ readonly job: Job; readonly wasOpen: boolean } | null> {
  const wasOpen = await inTransaction(connection, async () => {
    const isCancelled = await cancelJob(connection, scope, id);
    if (isCancelled)
      await recordAudit(connection, scope, { by, action: 'job.cancelled', subject: { kind: 'job', id } });
    return isCancelled;
  });
  const job = await readJob(connection, scope, id);
  return job === null ? null : { job, wasOpen };
}
