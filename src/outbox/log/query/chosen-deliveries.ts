import type { Knex } from 'knex';
import type { Keyset } from '../../../storage/keyset.js';
import type { Scope } from '../../../storage/scope.js';
import { type DeliveryFilter, type DeliveryState, deliveryStates } from '../delivery-filter.js';
import { answersFor, NO_ANSWER } from './answer.js';
import { eventConditions, timeConditions, typesOf } from './filter-conditions.js';

export interface Choice extends Keyset {
  /** Rows of no project, which may be of the scope, are shown; changed only where one is named by its id. */
  readonly use: 'shown' | 'changed';
  /** Default: all. */
  readonly states?: readonly DeliveryState[];
  /** Only those that an attempt was made of. */
  readonly isAttempted?: boolean;
  /** Any rows will do, as for a count, which ends with the first branches that have enough. */
  readonly isUnordered?: boolean;
}

/** Rows that one index has in the order of the list, for each key of a relation `k` where there is one. */
interface Branch {
  /** Default: all deliveries. */
  readonly from?: string;
  readonly keys?: Knex.Raw | Knex.QueryBuilder;
  readonly conditions: string;
  readonly values?: readonly Knex.RawBinding[];
  readonly moment: 'settled' | 'waiting' | 'either';
  readonly needsEvent?: boolean;
}

const IN_SCOPE = 'd.project = ? and d.environment = ?';

/** `offset 0` has them looked for among the leased ones, and not along the list, where they may be far apart. */
const LEASED = '(select * from confiture.deliveries where lease_token is not null offset 0)';

/**
 * Event and id of the deliveries that a filter chooses, in the order of their events. A log of a million rows has to
 * answer at once whatever is asked, and nothing that is rare may be looked for by reading all: so what is asked is taken
 * apart into branches, each of which reads the rows of one index from where the page begins, and no more than the page.
 */
export function chosenDeliveries(
  knex: Knex,
  scope: Scope,
  filter: DeliveryFilter,
  choice: Choice,
): Knex.QueryBuilder {
  const branches = branchesOf(knex, scope, filter, choice).map((branch) => {
    const inner = rowsOf(knex, branch, filter, choice);
    if (!branch.keys) return knex.select('b.event_id', 'b.id').from(inner.as('b'));
    return knex
      .select('b.event_id', 'b.id')
      .from(knex.raw('? as k cross join lateral ? as b', [branch.keys, inner]));
  });
  const chosen = knex
    .select('c.event_id', 'c.id')
    .from(knex.unionAll(branches, true).as('c'))
    .limit(choice.limit);
  return choice.isUnordered ? chosen : chosen.orderBy(sortKey('c', choice.order));
}

function branchesOf(knex: Knex, scope: Scope, filter: DeliveryFilter, choice: Choice): Branch[] {
  const { project, environment } = scope;
  if (filter.id !== undefined) {
    const owner = "d.project in (?, '') and d.environment in (?, '')";
    return [
      { conditions: `d.id = ? and ${owner}`, values: [filter.id, project, environment], moment: 'either' },
    ];
  }
  const unassigned: Branch = {
    conditions: `(d.project = '' or d.environment = '') and d.project in (?, '') and d.environment in (?, '')
      and ${answerOf(filter).conditions}`,
    values: [project, environment, ...answerOf(filter).values],
    moment: 'either',
  };
  const owned = ownBranches(knex, scope, filter, choice);
  return choice.use === 'shown' ? [...owned, unassigned] : owned;
}

function ownBranches(knex: Knex, scope: Scope, filter: DeliveryFilter, choice: Choice): Branch[] {
  const { project, environment } = scope;
  const states = statesOf(filter, choice);
  const { answers } = answerOf(filter);
  const ofEndpoints = stateBranches(knex, scope, filter, choice);
  if (answers !== null) {
    return [
      {
        keys: knex.raw('(select unnest(?::text[]) as answer)', [answers as string[]]),
        conditions: `${IN_SCOPE} and d.last_answer = k.answer`,
        values: [project, environment],
        moment: 'either',
      },
      {
        conditions: `${IN_SCOPE} and d.last_answer is null and d.attempts > 0 and ${LAST_ATTEMPT}`,
        values: [project, environment, answers as string[]],
        moment: 'either',
      },
      ...(filter.status === null && filter.error === undefined
        ? ofEndpoints(states.filter((state) => state === 'waiting' || state === 'discarded')).map(
            (branch) => ({
              ...branch,
              conditions: `${branch.conditions} and d.attempts = 0`,
            }),
          )
        : []),
    ];
  }
  const isByEvent = filter.migration !== undefined || filter.run !== undefined;
  const types = typesOf(filter.type);
  if (!isByEvent && (types === null || filter.state !== undefined || filter.endpoint !== undefined))
    return ofEndpoints(states);
  const keys = isByEvent ? {} : { keys: knex.raw('(select unnest(?::text[]) as type)', [types as string[]]) };
  return [
    {
      ...keys,
      conditions: `e.project = ? and e.environment = ? and ${IN_SCOPE} ${isByEvent ? '' : 'and e.type = k.type'}`,
      values: [project, environment, project, environment],
      moment: 'either',
      needsEvent: true,
    },
  ];
}

/** A branch for each state, whose keys are the endpoints, and one for those being sent. */
function stateBranches(
  knex: Knex,
  { project, environment }: Scope,
  { endpoint }: DeliveryFilter,
  { use }: Choice,
) {
  const keys = knex('confiture.endpoint_state').select('hook', 'name').where({ project, environment });
  if (endpoint !== undefined) keys.where('name', endpoint);
  const owned = `${IN_SCOPE} and d.hook = k.hook and d.endpoint = k.name`;
  const branch = (conditions: string, moment: Branch['moment']): Branch => ({
    keys,
    conditions: `${owned} and ${conditions}`,
    values: [project, environment],
    moment,
  });
  const waiting = branch("d.state = 'waiting' and d.lease_token is null", 'waiting');
  const leased: Branch = {
    from: LEASED,
    conditions: IN_SCOPE,
    values: [project, environment],
    moment: 'waiting',
  };
  return (states: readonly DeliveryState[]): Branch[] =>
    states.flatMap((state) => {
      if (state !== 'waiting') return branch(`d.state = '${state}'`, 'settled');
      return use === 'changed' ? waiting : [waiting, leased];
    });
}

function rowsOf(knex: Knex, branch: Branch, filter: DeliveryFilter, choice: Choice): Knex.QueryBuilder {
  const { since, until, type, migration, run, endpoint } = filter;
  const isTimed = since !== undefined || until !== undefined;
  const isOfEvent = [type, migration, run].some((part) => part !== undefined) && type !== '*';
  const query = knex
    .from(knex.raw(`${branch.from ?? 'confiture.deliveries'} as d`))
    .select('d.event_id', 'd.id')
    .whereRaw(branch.conditions, [...(branch.values ?? [])])
    .modify(timeConditions(filter, branch.moment))
    .orderBy(sortKey('d', choice.order))
    .limit(choice.limit);
  if (branch.needsEvent || isOfEvent || (isTimed && branch.moment !== 'settled'))
    query.join('confiture.events as e', 'e.id', 'd.event_id').modify(eventConditions(filter));
  if (endpoint !== undefined) query.where('d.endpoint', endpoint);
  const states = statesOf(filter, choice);
  if (states.length < deliveryStates.length) query.whereIn('d.state', states);
  if (choice.isAttempted) query.where('d.attempts', '>', 0);
  if (choice.use === 'changed') query.whereNull('d.lease_token');
  if (choice.after !== null)
    query.whereRaw(`(d.event_id, d.id) ${choice.order === 'asc' ? '>' : '<'} (?, ?)`, [...choice.after]);
  return query;
}

function statesOf({ state }: DeliveryFilter, { states = deliveryStates }: Choice): DeliveryState[] {
  return states.filter((each) => state === undefined || each === state);
}

/** The table of attempts knows the answer where a row is older than its column. */
const LAST_ATTEMPT = `(select coalesce(a.answer_status::text, a.error, 'other') from confiture.attempts a
  where a.delivery_id = d.id and a.number = d.attempts) = any (?::text[])`;

/** The answers that a filter asks for, and the same as a condition on any row; null where it asks for none. */
function answerOf({ status, error }: DeliveryFilter): {
  readonly answers: readonly string[] | null;
  readonly conditions: string;
  readonly values: readonly Knex.RawBinding[];
} {
  if (status === undefined && error === undefined) return { answers: null, conditions: 'true', values: [] };
  const ofStatus = status === undefined ? null : answersFor(status);
  const answers = [ofStatus, error === undefined ? null : [error]]
    .filter((list) => list !== null)
    .reduce((kept, list) => kept.filter((answer) => list.includes(answer)));
  const never = answers.includes(NO_ANSWER) ? 'd.attempts = 0 or' : '';
  return {
    answers,
    conditions: `(${never} d.last_answer = any (?::text[]) or (d.last_answer is null and ${LAST_ATTEMPT}))`,
    values: [answers as string[], answers as string[]],
  };
}

function sortKey(row: string, order: 'asc' | 'desc'): { column: string; order: 'asc' | 'desc' }[] {
  return [
    { column: `${row}.event_id`, order },
    { column: `${row}.id`, order },
  ];
}
