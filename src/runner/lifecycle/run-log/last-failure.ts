import type { Connection } from '../../../database/connection.js';
import { mayBeOf, type Scope } from '../../../storage/scope.js';

/** Where the last run that came to a migration has failed. */
export interface LastFailure {
  /** Name of the migration. */
  readonly migration: string;
  readonly runId: string;
  readonly failedAt: Date;
  /** Code of the error that the run ended with. */
  readonly errorCode: string | null;
}

interface FailureRow {
  readonly id: string;
  readonly current_migration: string;
  readonly ended_at: Date;
  readonly error_code: string | null;
  readonly is_failure: boolean;
}

/** The newest run that came to a migration: what older ones have failed at, this one has passed or undone. */
const NEWEST = `select r.id, r.current_migration, r.ended_at, r.error_code,
    r.direction = 'up' and r.outcome = 'failed' as is_failure
  from confiture.runs r
  where ${mayBeOf('r', '$1', '$2')} and r.current_migration is not null
  order by r.started_at desc, r.id desc limit 1`;

/** Null where that run has completed, goes on, or was a rollback. */
export async function readLastFailure(
  connection: Connection,
  { project, environment }: Scope,
): Promise<LastFailure | null> {
  const [row] = await connection.query<FailureRow>(NEWEST, [project, environment]);
  if (row === undefined || !row.is_failure) return null;
  const { id, current_migration: migration, ended_at: failedAt, error_code: errorCode } = row;
  return { migration, runId: id, failedAt, errorCode };
}
