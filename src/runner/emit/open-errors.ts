import type { Connection } from '../../database/connection.js';
import { quoteLiteral } from '../../database/quote.js';
import type { Direction } from '../../run-events.js';
import type { Scope } from '../../storage/scope.js';
import type { EventStore } from '../event-store.js';

/** An error that was given up, and that nothing has settled yet. */
export interface OpenError {
  readonly errorId: string;
  readonly version: string;
  readonly direction: Direction;
  readonly phase: string | null;
  readonly attempts: number;
}

/** The open errors of a project in one environment, as they were when its migration lock was taken. */
export class OpenErrors {
  readonly #scope: Scope | null;
  readonly #rows: readonly OpenError[];

  constructor(scope: Scope | null, rows: readonly OpenError[]) {
    this.#scope = scope;
    this.#rows = rows;
  }

  of(direction: Direction, version: string): readonly OpenError[] {
    return this.#rows.filter((row) => row.direction === direction && row.version === version);
  }

  /** Texts to run in the transaction that settles all that is open of this migration. */
  settleSql(direction: Direction, version: string): readonly string[] {
    const ids = this.of(direction, version).map(({ errorId }) => quoteLiteral(errorId));
    if (ids.length === 0) return [];
    return [
      `delete from confiture.open_errors where error_id operator(pg_catalog.=) any (array[${ids.join(', ')}])`,
    ];
  }

  /** Text to run in the transaction that gives the error up. */
  openSql({ errorId, version, direction, phase, attempts }: OpenError): string | undefined {
    if (this.#scope === null) return undefined;
    const { project, environment } = this.#scope;
    const texts = [errorId, project, environment, version, direction].map(quoteLiteral);
    const values = [...texts, phase === null ? 'null' : quoteLiteral(phase), String(attempts)];
    return `insert into confiture.open_errors (error_id, project, environment, version, direction, phase, attempts)
      values (${values.join(', ')})`;
  }
}

/** Reads the open errors of `scope` where a hook wants to know of errors. The caller holds the migration lock. */
export async function readOpenErrors(
  connection: Connection,
  events: EventStore,
  scope: Scope | null,
): Promise<OpenErrors> {
  const isWanted = events.wants('error.escalated') || events.wants('error.resolved');
  if (scope === null || !isWanted) return new OpenErrors(null, []);
  const rows = await connection.query<OpenError>(
    `select error_id as "errorId", version, direction, phase, attempts from confiture.open_errors
     where project = $1 and environment = $2 order by escalated_at, error_id`,
    [scope.project, scope.environment],
  );
  return new OpenErrors(scope, rows);
}
