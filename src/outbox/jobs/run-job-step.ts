import type { Connection } from '../../database/connection.js';
import { inTransaction } from '../../database/in-transaction.js';
import { isServerError } from '../../database/server-error.js';
import type { Scope } from '../../storage/scope.js';
import type { BulkTask } from '../bulk/bulk-task.js';
import { runBatch } from '../bulk/run-bulk.js';

interface OpenJob {
  readonly id: string;
  readonly task: WrittenTask;
  readonly position: readonly string[] | null;
  readonly changed: number;
}

/** Conflicts, time-outs, full disks, and servers that stop. */
const TRANSIENT = /^(?:08|40|53|55|57|58)/;

/** A task in JSON, whose times are texts. */
type WrittenTask = BulkTask & { readonly filter: { readonly since?: string; readonly until?: string } };

/**
 * Takes the next step of the oldest open job of the scope that no other worker is at; false where there is none. What
 * the step changes and how far the job has come are committed together. A step that cannot be made ends its job; one that
 * failed for a reason that passes is made again.
 */
export async function runJobStep(connection: Connection, at: Date | null, scope: Scope): Promise<boolean> {
  let current: OpenJob | undefined;
  try {
    return await inTransaction(connection, async () => {
      const { project, environment } = scope;
      [current] = await connection.query<OpenJob>(
        `select id, task, position, changed from confiture.jobs
         where project = $1 and environment = $2 and ended_at is null
         order by id limit 1 for update skip locked`,
        [project, environment],
      );
      if (current === undefined) return false;
      const { id, position: after, changed } = current;
      const batch = await runBatch(connection, at, scope, taskOf(current.task), { after, changed });
      await connection.query(STEP, [id, JSON.stringify(batch.last), batch.changed.length]);
      return true;
    });
  } catch (error) {
    if (current === undefined || connection.lost) throw error;
    const code = isServerError(error) ? error.code : null;
    if (code !== null && TRANSIENT.test(code)) throw error;
    const reason = code === null ? 'its task cannot be read' : `the server refused a step (SQLSTATE ${code})`;
    await connection.query(FAIL, [current.id, reason]);
    return true;
  }
}

function taskOf(task: WrittenTask): BulkTask {
  const { since, until } = task.filter;
  const filter = {
    ...task.filter,
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
  };
  return { ...task, filter } as BulkTask;
}

const STEP = `
  update confiture.jobs set changed = changed + $3::integer, progressed_at = clock_timestamp(),
    started_at = coalesce(started_at, clock_timestamp()),
    position = case when $2 = 'null' then position else $2::json end,
    outcome = case when $2 = 'null' then 'completed' end,
    ended_at = case when $2 = 'null' then clock_timestamp() end
  where id = $1`;

const FAIL = `
  update confiture.jobs set outcome = 'failed', error = $2, ended_at = clock_timestamp()
  where id = $1 and ended_at is null`;
