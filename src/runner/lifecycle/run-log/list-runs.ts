import type { Connection } from '../../../database/connection.js';
import { quoteLiteral } from '../../../database/quote.js';
import { mayBeOf, type Scope } from '../../../storage/scope.js';
import { type RunRow, runOf, SELECT_RUNS, type StoredRun } from './stored-run.js';

/** The runs of a project in an environment, newest first; all that go on, and up to `limit` others. */
export async function listRuns(
  connection: Connection,
  scope: Scope,
  filter: { readonly id: string } | { readonly limit: number },
): Promise<StoredRun[]> {
  const chosen =
    'id' in filter
      ? `r.id = ${quoteLiteral(filter.id)}`
      : mayBeOf('r', quoteLiteral(scope.project), quoteLiteral(scope.environment));
  const limit = 'id' in filter ? 1 : filter.limit;
  const rows = await connection.query<RunRow>(
    `${SELECT_RUNS} where ${chosen} order by r.started_at desc, r.id desc limit ${limit}`,
  );
  return rows.map(runOf);
}
