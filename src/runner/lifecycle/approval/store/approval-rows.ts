import type { Connection } from '../../../../database/connection.js';
import type { ActorSource } from '../../../../events/facts.js';
import type { Direction } from '../../../../run-events.js';
import { beyondSql, type Keyset, orderSql, readWhere } from '../../../../storage/keyset.js';
import type { Scope } from '../../../../storage/scope.js';
import type { Approval, Verb } from '../approval.js';
import { type ApprovalState, stateOf } from '../approval-state.js';

/** Which requests of a scope are read, newest first. */
export interface ApprovalSelection {
  readonly id?: string;
  readonly direction?: Direction;
  /** Default: 1,000. */
  readonly limit?: number;
}

const MOST = 1_000;

/** Requests of a scope with their decisions, newest first. */
export async function readApprovals(
  connection: Connection,
  { project, environment }: Scope,
  { id, direction, limit = MOST }: ApprovalSelection,
): Promise<Approval[]> {
  const rows = await connection.query<ApprovalRow>(APPROVALS, [
    project,
    environment,
    id ?? null,
    direction ?? '',
    limit,
  ]);
  return rows.map(toApproval);
}

const SORT_KEY = ['a.created_at', 'a.id'];

/** A request with its place in lists. */
export interface ListedApproval {
  readonly approval: Approval;
  readonly sortKey: readonly string[];
}

/** A page of the requests of a scope that are in one of the states; null for all states. */
export function pageOfApprovals(
  connection: Connection,
  { project, environment }: Scope,
  states: readonly ApprovalState[] | null,
  keyset: Keyset,
): Promise<readonly ListedApproval[]> {
  const read = async (place: Keyset) => {
    const rows = await connection.query<ApprovalRow>(
      `${SELECT} where a.project = $1 and a.environment = $2 and ${beyondSql(SORT_KEY, place)}
      ${orderSql(SORT_KEY, place)} limit $3::integer`,
      [project, environment, place.limit],
    );
    return rows.map((row) => ({ approval: toApproval(row), sortKey: [row.created, row.id] }));
  };
  const isMeant =
    states === null ? null : ({ approval }: ListedApproval) => states.includes(stateOf(approval));
  return readWhere(keyset, { read, keyOf: ({ sortKey }) => sortKey }, isMeant);
}

const SELECT = `
  select a.created_at::text as created, a.id, a.environment, a.direction, a.plan_hash, a.plan::text as plan, a.requirement::text as requirement,
    a.run_id, a.migration_version, a.phase, a.requested_by, a.requested_source, a.authors::text as authors,
    a.database::text as database,
    a.created_at, a.expires_at, a.ended_at, a.superseded_by, a.used_at, a.applied, clock_timestamp() as read_at,
    d.decisions::text as decisions
  from confiture.approvals a
  left join lateral (
    select json_agg(json_build_object('verb', d.verb, 'actor', d.actor, 'source', d.actor_source,
      'comment', d.comment, 'at', date_part('epoch', d.decided_at)) order by d.number) as decisions
    from confiture.approval_decisions d where d.approval_id = a.id
  ) d on true`;

const APPROVALS = `${SELECT}
  where a.project = $1 and a.environment = $2 and ($3::text is null or a.id = $3) and ($4::text = '' or a.direction = $4)
  order by a.created_at desc, a.id desc limit $5::integer`;

interface ApprovalRow {
  readonly created: string;
  readonly id: string;
  readonly environment: string;
  readonly direction: Direction;
  readonly plan_hash: string;
  readonly plan: string;
  readonly requirement: string;
  readonly run_id: string | null;
  readonly migration_version: string | null;
  readonly phase: string | null;
  readonly requested_by: string;
  readonly requested_source: ActorSource;
  readonly authors: string;
  readonly database: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
  readonly superseded_by: string | null;
  readonly used_at: Date | null;
  readonly applied: string[];
  readonly read_at: Date;
  readonly decisions: string | null;
}

interface DecisionJson {
  readonly verb: Verb;
  readonly actor: string;
  readonly source: ActorSource;
  readonly comment: string | null;
  /** Seconds since the epoch. */
  readonly at: number;
}

function toApproval(row: ApprovalRow): Approval {
  const decisions = JSON.parse(row.decisions ?? '[]') as DecisionJson[];
  const { migration_version: version, phase } = row;
  return {
    id: row.id,
    environment: row.environment,
    direction: row.direction,
    planHash: row.plan_hash,
    plan: JSON.parse(row.plan),
    requirement: JSON.parse(row.requirement),
    runId: row.run_id,
    phase: version === null || phase === null ? null : { version, phase },
    requestedBy: row.requested_by,
    requestedSource: row.requested_source,
    authors: JSON.parse(row.authors),
    database: JSON.parse(row.database),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    supersededBy: row.superseded_by,
    usedAt: row.used_at,
    applied: row.applied,
    readAt: row.read_at,
    decisions: decisions.map(({ at, ...decision }) => ({ ...decision, at: new Date(at * 1000) })),
  };
}
