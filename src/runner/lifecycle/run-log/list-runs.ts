import type { Connection } from '../../../database/connection.js';
import { quoteLiteral } from '../../../database/quote.js';
import type { Direction } from '../../../run-events.js';
import { beyondSql, type Keyset, orderSql, readWhere } from '../../../storage/keyset.js';
import type { Scope } from '../../../storage/scope.js';
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

/** The run of an id, or the newest `limit` of a project in an environment, newest first. */
export function listRuns(
  connection: Connection,
  scope: Scope,
  filter: { readonly id: string } | { readonly limit: number },
): Promise<StoredRun[]> {
  return 'id' in filter
    ? readRuns(connection, scope, [`r.id = ${quoteLiteral(filter.id)}`], { ...NEWEST, limit: 1 })
    : readRuns(connection, scope, [], { ...NEWEST, limit: filter.limit });
}

const NEWEST = { after: null, order: 'desc' } as const;
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
    ...(direction === undefined ? [] : [`r.direction = ${quoteLiteral(direction)}`]),
    ...(actor === undefined ? [] : [`r.actor = ${quoteLiteral(actor)}`]),
    ...(since === undefined ? [] : [`r.started_at >= ${quoteLiteral(since.toISOString())}`]),
    ...(until === undefined ? [] : [`r.started_at < ${quoteLiteral(until.toISOString())}`]),
    ...(states === undefined ? [] : [outcomeSql(states)]),
  ];
  const read = (place: Keyset) => readRuns(connection, scope, conditions, place);
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

/**
 * The runs of the scope, or of no project and so perhaps of the scope too, for which the conditions are true. Their ids
 * are found first, each kind in the order of the index, so that the facts of a run are computed of no other.
 */
async function readRuns(
  connection: Connection,
  { project, environment }: Scope,
  conditions: readonly string[],
  place: Keyset,
): Promise<StoredRun[]> {
  const ofKind = (ofProject: string, ofEnvironment: string) => {
    const chosen = [
      `r.project = ${quoteLiteral(ofProject)}`,
      `r.environment = ${quoteLiteral(ofEnvironment)}`,
      ...conditions,
      beyondSql(SORT_KEY, place),
    ];
    return `(select r.id, r.started_at from confiture.runs r where ${chosen.join(' and ')}
      ${orderSql(SORT_KEY, place)} limit ${place.limit})`;
  };
  const kinds = [project, ''].flatMap((each) => [environment, ''].map((other) => ofKind(each, other)));
  const rows = await connection.query<RunRow>(
    `${SELECT_RUNS} where r.id = any (array(
      select r.id from (${kinds.join(' union all ')}) r ${orderSql(SORT_KEY, place)} limit ${place.limit}))
    ${orderSql(SORT_KEY, place)}`,
  );
  return rows.map(runOf);
}
