import type { Connection } from '../../../database/connection.js';
import { inTransaction } from '../../../database/in-transaction.js';
import { ConfitureError } from '../../../errors.js';
import type { Caller } from '../../../storage/audit/audit-entry.js';
import { recordAudit } from '../../../storage/audit/record-audit.js';
import type { Scope } from '../../../storage/scope.js';
import { listRuns } from '../run-log/list-runs.js';
import type { StoredRun } from '../run-log/stored-run.js';
import { isFinal } from '../steering/run-state.js';

/** A run that the API was asked for, before any process has begun it. */
export interface NewQueuedRun {
  /** `run_…` */
  readonly id: string;
  readonly by: Caller;
  /** Masked; null where none was given. */
  readonly reason: string | null;
  /** The version that it stops after; null for all that is pending. */
  readonly target: string | null;
  /** The plan that it is held to; null for the plan of the moment at which it begins. */
  readonly planHash: string | null;
  /** The server that starts it. */
  readonly process: { readonly host: string; readonly pid: number };
  /** Version of Confiture. */
  readonly version: string;
}

/** Advisory lock of the moment in which a run is queued: of two servers that are asked at once, one queues it. */
const QUEUE_LOCK = 1_751_936_054;
/** Runs that go on are among the newest. */
const RECENT = 50;

/**
 * Writes down a run that a process is then started for (`claim-run.ts`), with its audit entry.
 * @throws RUN_ACTIVE where another run of the project goes on in this environment
 */
export async function queueRun(connection: Connection, scope: Scope, run: NewQueuedRun): Promise<StoredRun> {
  await inTransaction(connection, async () => {
    await connection.query(`select pg_advisory_xact_lock(${QUEUE_LOCK})`);
    const latest = await listRuns(connection, scope, { limit: RECENT });
    const active = latest.find(({ state }) => !isFinal(state));
    if (active) throw runActive(active);
    await connection.query(INSERT, [
      run.id,
      scope.project,
      scope.environment,
      run.by.actor,
      run.by.source,
      run.process.host,
      run.process.pid,
      run.version,
      run.reason,
      run.target,
      run.planHash,
      latest[0] && latest[0].state !== 'completed' ? latest[0].id : null,
    ]);
    const { id, by, reason, target, planHash } = run;
    await recordAudit(connection, scope, {
      by,
      action: 'run.queued',
      subject: { kind: 'run', id },
      reason,
      runId: id,
      after: { direction: 'up', target, plan_hash: planHash },
    });
  });
  const [stored] = await listRuns(connection, scope, { id: run.id });
  if (!stored) throw new Error('a run that was just stored is not there');
  return stored;
}

const INSERT = `insert into confiture.runs (id, project, environment, direction, actor, actor_source, host, process_id,
    version, reason, target, plan_hash, continues, queued_at)
  values ($1, $2, $3, 'up', $4, $5, $6, $7::integer, $8, $9, $10, $11, $12, clock_timestamp())`;

function runActive({ id, state }: StoredRun): ConfitureError {
  return new ConfitureError('RUN_ACTIVE', `run ${id} is ${state}: one run of a project goes on at a time`, {
    hint: 'Wait until it has ended, or cancel it.',
    details: { run_id: id, state },
  });
}
