import type { Connection } from '../../database/connection.js';
import { inTransaction } from '../../database/in-transaction.js';
import type { Scope } from '../../storage/scope.js';
import type { BulkBatch, BulkPosition, BulkTask, ChangedDelivery } from './bulk-task.js';
import { discardBatch } from './discard-batch.js';
import { putBackBatch } from './put-back.js';
import { replayBatch } from './replay-batch.js';

/** Does the next step of a task; in the transaction that is open. */
export function runBatch(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  task: BulkTask,
  position: BulkPosition,
): Promise<BulkBatch> {
  switch (task.kind) {
    case 'retry':
      return putBackBatch(connection, at, scope, task, position);
    case 'discard':
      return discardBatch(connection, at, scope, task, position);
    case 'replay':
      return replayBatch(connection, at, scope, task, position);
  }
}

/**
 * Does a whole task here and now, each step in a transaction of its own. A step that has changed something calls
 * `record` in its transaction.
 */
export async function runBulk(
  connection: Connection,
  at: Date | null,
  scope: Scope,
  task: BulkTask,
  record: (changed: readonly ChangedDelivery[]) => Promise<void> = async () => {},
): Promise<ChangedDelivery[]> {
  const changed: ChangedDelivery[] = [];
  let after: readonly string[] | null = null;
  for (;;) {
    const position: BulkPosition = { after, changed: changed.length };
    const batch: BulkBatch = await inTransaction(connection, async () => {
      const step = await runBatch(connection, at, scope, task, position);
      if (step.changed.length > 0) await record(step.changed);
      return step;
    });
    changed.push(...batch.changed);
    if (batch.last === null) return changed;
    after = batch.last;
  }
}

/** The newest event of all: a task that begins now ends with it. */
export async function readLastEventId(connection: Connection): Promise<string | null> {
  const [row] = await connection.query<{ id: string }>(
    'select id from confiture.events order by id desc limit 1',
  );
  return row?.id ?? null;
}
