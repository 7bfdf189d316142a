import type { Connection } from '../../../database/connection.js';
import { quoteLiteral } from '../../../database/quote.js';
import type { Direction } from '../../../run-events.js';
import { beyondSql, type Keyset, orderSql, readWhere } from '../../../storage/keyset.js';
import { mayBeOf, type Scope } from '../../../storage/scope.js';
import type { RunState } from '../steering/run-state.js';
import { type RunRow, runOf, SELECT_RUNS, type StoredRun } from './stored-run.js';

/** Runs of which everything that is given here is true. */
export interface RunFilter {
  /** Any of them. */
  readonly states?: readonly RunState[];
  readonly direction?: Direction;
  readonly actor?: string;
  /** When it began, or was queued; the first included, the second not. */
  readonly since?: Date;
  readonly until?: Date;
}

/** The runs of a project in an environment, newest first; all that go on, and up to `limit` others. */
export async function listRuns(
  connection: Connection,
  scope: Scope,
  filter: { readonly id: string } | { readonly limit: number },
): Promise<StoredRun[]> {
  const chosen = 'id' in filter ? `${ofScope(scope)} and r.id = ${quoteLiteral(filter.id)}` : ofScope(scope);
  const limit = 'id' in filter ? 1 : filter.limit;
  const rows = await connection.query<RunRow>(
    `${SELECT_RUNS} where ${chosen} order by r.started_at desc, r.id desc limit ${limit}`,
  );
  return rows.map(runOf);
}

const SORT_KEY = ['r.started_at', 'r.id'];
/** States that a column says. */
const STORED: ReadonlySet<RunState> = new Set(['completed', 'failed', 'cancelled']);

/** A page of the runs that the filter chooses. */
export function pageOfRuns(
  connection: Connection,
  scope: Scope,
  { states, direction, actor, since, until }: RunFilter,
  keyset: Keyset,
): Promise<readonly StoredRun[]> {
  const conditions = [
    ofScope(scope),
    ...(direction === undefined ? [] : [`r.direction = ${quoteLiteral(direction)}`]),
    ...(actor === undefined ? [] : [`r.actor = ${quoteLiteral(actor)}`]),
    ...(since === undefined ? [] : [`r.started_at >= ${quoteLiteral(since.toISOString())}`]),
    ...(until === undefined ? [] : [`r.started_at < ${quoteLiteral(until.toISOString())}`]),
    ...(states === undefined ? [] : [outcomeSql(states)]),
  ];
  const read = async (place: Keyset) => {
    const rows = await connection.query<RunRow>(
      `${SELECT_RUNS} where ${[...conditions, beyondSql(SORT_KEY, place)].join(' and ')}
      ${orderSql(SORT_KEY, place)} limit ${place.limit}`,
    );
    return rows.map(runOf);
  };
  const isMeant = states === undefined ? null : ({ state }: StoredRun) => states.includes(state);
  return readWhere(keyset, { read, keyOf: ({ sortKey }) => sortKey }, isMeant);
}

/** What a state says of the column `outcome`: those that go on, and abandoned ones, have none. */
function outcomeSql(states: readonly RunState[]): string {
  const stored = states.filter((state) => STORED.has(state)).map(quoteLiteral);
  const named = stored.length === 0 ? [] : [`r.outcome in (${stored.join(', ')})`];
  const open = stored.length === states.length ? [] : ['r.outcome is null'];
  return `(${[...named, ...open].join(' or ')})`;
}

function ofScope({ project, environment }: Scope): string {
  return mayBeOf('r', quoteLiteral(project), quoteLiteral(environment));
}
