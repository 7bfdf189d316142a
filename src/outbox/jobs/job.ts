import type { Connection } from '../../database/connection.js';
import { beyondSql, type Keyset, orderSql } from '../../storage/keyset.js';
import type { Scope } from '../../storage/scope.js';
import type { BulkTask } from '../bulk/bulk-task.js';

export type JobKind = 'retry' | 'discard' | 'replay' | 'recover';

/**
 * What has become of a job; derived, never stored.
 *
 *   queued ──(a worker takes the first step)──► running ──► completed, failed
 *      └──────────────(cancelled on request)──────┴───────► cancelled
 */
export type JobState = 'queued' | 'running' | 'completed' | 'cancelled' | 'failed';

/** A bulk action that was asked for. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  /** What it is about, as it was written. */
  readonly filter: Readonly<Record<string, unknown>>;
  /** How many deliveries there were to change when it was asked for. */
  readonly total: number;
  readonly changed: number;
  readonly actor: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Why it failed. */
  readonly error: string | null;
}

/** The facts that a stored job needs. */
export interface NewJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly task: BulkTask;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly total: number;
  readonly actor: string;
  readonly actorSource: string;
}

const COLUMNS = `j.id, j.kind, coalesce(j.outcome, case when j.started_at is null then 'queued' else 'running' end) as state,
  j.filter, j.total, j.changed, j.actor, j.created_at as "createdAt", j.started_at as "startedAt",
  j.ended_at as "endedAt", j.error`;
const SORT_KEY = ['j.id'];

/** Stores a job; a worker takes it from there. */
export async function insertJob(
  connection: Connection,
  { project, environment }: Scope,
  { id, kind, task, filter, total, actor, actorSource }: NewJob,
): Promise<Job> {
  const [row] = await connection.query<Job>(
    `insert into confiture.jobs as j (id, project, environment, kind, task, filter, total, actor, actor_source)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
    [id, project, environment, kind, JSON.stringify(task), JSON.stringify(filter), total, actor, actorSource],
  );
  if (!row) throw new Error('the server answered without a row');
  return row;
}

/** Jobs of a scope, in the order in which they were asked for. */
export function listJobs(
  connection: Connection,
  { project, environment }: Scope,
  keyset: Keyset,
): Promise<Job[]> {
  return connection.query<Job>(
    `select ${COLUMNS} from confiture.jobs j
     where j.project = $1 and j.environment = $2 and ${beyondSql(SORT_KEY, keyset)}
     ${orderSql(SORT_KEY, keyset)} limit $3`,
    [project, environment, keyset.limit],
  );
}

export async function readJob(
  connection: Connection,
  { project, environment }: Scope,
  id: string,
): Promise<Job | null> {
  const [row] = await connection.query<Job>(
    `select ${COLUMNS} from confiture.jobs j where j.id = $1 and j.project = $2 and j.environment = $3`,
    [id, project, environment],
  );
  return row ?? null;
}

/** Ends a job that is open; what it has changed stays so. False where it had ended before. */
export async function cancelJob(
  connection: Connection,
  { project, environment }: Scope,
  id: string,
): Promise<boolean> {
  const rows = await connection.query(
    `update confiture.jobs set outcome = 'cancelled', ended_at = clock_timestamp()
     where id = $1 and project = $2 and environment = $3 and ended_at is null returning 1`,
    [id, project, environment],
  );
  return rows.length > 0;
}
