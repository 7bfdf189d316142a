import { mayBeOf, type Scope } from '../../storage/scope.js';
import { escapedText } from '../records/escaped-text.js';

/**
 * What has become of a delivery. `discarded`: a person has decided that it is not to be sent.
 */
export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'discarded';

/** Deliveries of which everything that is given here is true. */
export interface DeliveryFilter {
  readonly id?: string;
  readonly state?: DeliveryState;
  /** Name of the endpoint. */
  readonly endpoint?: string;
  /** A type of the catalogue, `<prefix>.*`, or `*`. */
  readonly type?: string;
  /** HTTP status of the last answer, both ends included; null where the last attempt got none. */
  readonly status?: { readonly from: number; readonly to: number } | null;
  /** Version or name, `005` or `005_add_payment_table`. */
  readonly migration?: string;
  readonly run?: string;
  /** When it was settled; of one that waits, when its event happened. Both ends included. */
  readonly since?: Date;
  readonly until?: Date;
}

/**
 * SQL that is true for a row of `confiture.deliveries d` joined with its `confiture.events e`, given `filterValues`
 * as the parameters from `first` on. Rows of no project, which may be of the scope, are shown, but changed only where
 * one is named by its id.
 */
export function filterSql(first: number, use: 'shown' | 'changed'): string {
  const parameters = Array.from({ length: 15 }, (_, index) => `$${first + index}`);
  const [project = '', environment = '', ...others] = parameters;
  const [id, state, endpoint, type, prefix, hasStatus, from, to, migration, version, run, since, until] =
    others;
  const isOwn = `d.project = ${project}::text and d.environment = ${environment}::text`;
  const mayBeOwn = mayBeOf('d', project, environment);
  const isOfScope = use === 'shown' ? mayBeOwn : `(${isOwn} or ${id}::text is not null and ${mayBeOwn})`;
  const moment = 'coalesce(d.settled_at, e.created_at)';
  return `${isOfScope} and (${id}::text is null or d.id = ${id}) and (${state}::text is null or d.state = ${state})
    and (${endpoint}::text is null or d.target = ${endpoint})
    and (${type}::text is null or e.type = ${type}) and (${prefix}::text is null or starts_with(e.type, ${prefix}))
    and (${hasStatus}::boolean is null or ${hasStatus} = exists (
      select from confiture.attempts a where a.delivery_id = d.id and a.number = d.attempts
        and a.answer_status between coalesce(${from}::integer, 0) and coalesce(${to}::integer, 999)
    ))
    and (${migration}::text is null or e.migration = ${migration})
    and (${version}::text is null or split_part(e.migration, '_', 1) = ${version})
    and (${run}::text is null or e.run_id = ${run})
    and (${since}::timestamptz is null or ${moment} >= ${since})
    and (${until}::timestamptz is null or ${moment} <= ${until})`;
}

/** The parameters of `filterSql`, in order. */
export function filterValues(
  scope: Scope,
  { type, status, migration, ...filter }: DeliveryFilter,
): unknown[] {
  const isPrefix = type?.endsWith('.*') ?? false;
  const isVersion = migration !== undefined && !migration.includes('_');
  return [
    scope.project,
    scope.environment,
    filter.id ?? null,
    filter.state ?? null,
    filter.endpoint ?? null,
    type === undefined || type === '*' || isPrefix ? null : type,
    isPrefix ? type?.slice(0, -1) : null,
    status === undefined ? null : status !== null,
    status?.from ?? null,
    status?.to ?? null,
    migration === undefined || isVersion ? null : escapedText(migration),
    isVersion ? escapedText(migration) : null,
    filter.run ?? null,
    filter.since ?? null,
    filter.until ?? null,
  ];
}

/** True where the filter names more than a state: a bulk action on everything is rarely meant. */
export function isNarrow({ state: _state, ...others }: DeliveryFilter): boolean {
  return Object.values(others).some((value) => value !== undefined);
}
