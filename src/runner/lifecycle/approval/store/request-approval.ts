import type { Connection } from '../../../../database/connection.js';
import { quoteLiteral } from '../../../../database/quote.js';
import { approvalRequired, approvalTimeout } from '../../../../events/catalog/approval.js';
import { serialize } from '../../../../events/serializer.js';
import type { Scope } from '../../../../storage/scope.js';
import { endTransaction } from '../../../execute/end-transaction.js';
import type { Approval } from '../approval.js';
import { factsOf } from '../approval-facts.js';
import { readApprovals } from './approval-rows.js';
import { type ApprovalEventStore, commitWithEvent } from './commit-with-event.js';
import { notFound } from './decide.js';

/** What a run asks for. */
export type ApprovalRequest = Pick<
  Approval,
  | 'id'
  | 'direction'
  | 'planHash'
  | 'plan'
  | 'requirement'
  | 'runId'
  | 'phase'
  | 'requestedBy'
  | 'requestedSource'
  | 'authors'
  | 'database'
>;

/** A request is in force for this long. */
const LIFE = '24 hours';

/** Stores a request in the place of those in `superseded`, with its event. */
export async function requestApproval(
  connection: Connection,
  scope: Scope,
  request: ApprovalRequest,
  superseded: readonly string[],
  events: ApprovalEventStore,
): Promise<Approval> {
  await connection.run('begin isolation level read committed');
  try {
    await connection.run(
      [insertSql(request, scope), ...superseded.map((id) => supersedeSql(id, request.id))].join('; '),
    );
    const approval = await readOne(connection, scope, request.id);
    await commitWithEvent(connection, [], approvalRequired(factsOf(approval, null, true)), events);
    return approval;
  } catch (error) {
    await endTransaction(connection);
    throw error;
  }
}

/** Ends a request whose time is over, with its event; one that is decided or ended meanwhile stays as it is. */
export async function endRequest(
  connection: Connection,
  scope: Scope,
  id: string,
  events: ApprovalEventStore,
): Promise<void> {
  await connection.run('begin isolation level read committed');
  try {
    const ended = await connection.query<{ id: string }>(
      `update confiture.approvals a set ended_at = clock_timestamp()
        where a.id = $1 and a.ended_at is null and a.used_at is null and a.superseded_by is null
          and not exists (select from confiture.approval_decisions d where d.approval_id = a.id and d.verb <> 'grant')
        returning a.id`,
      [id],
    );
    if (ended.length === 0) return await endTransaction(connection);
    const approval = await readOne(connection, scope, id);
    await commitWithEvent(connection, [], approvalTimeout(factsOf(approval, null, false)), events);
  } catch (error) {
    await endTransaction(connection);
    throw error;
  }
}

/** The request as it is now. */
export async function readOne(connection: Connection, scope: Scope, id: string): Promise<Approval> {
  const [approval] = await readApprovals(connection, scope, { id });
  if (approval === undefined) throw notFound(id, scope.environment);
  return approval;
}

/** JSON is written in ASCII, so that a database of any encoding can hold it. */
function insertSql(request: ApprovalRequest, { project, environment }: Scope): string {
  const { phase } = request;
  const values: Readonly<Record<string, string | null>> = {
    id: request.id,
    project,
    environment,
    direction: request.direction,
    plan_hash: request.planHash,
    plan: serialize(request.plan),
    requirement: serialize(request.requirement),
    run_id: request.runId,
    migration_version: phase?.version ?? null,
    phase: phase?.phase ?? null,
    requested_by: request.requestedBy,
    requested_source: request.requestedSource,
    authors: serialize(request.authors),
    database: serialize(request.database),
  };
  return `insert into confiture.approvals (${Object.keys(values).join(', ')}, expires_at)
    values (${Object.values(values).map(quoteLiteral).join(', ')},
      pg_catalog.clock_timestamp() operator(pg_catalog.+) interval '${LIFE}')`;
}

function supersedeSql(id: string, by: string): string {
  return `update confiture.approvals set superseded_by = ${quoteLiteral(by)}
    where id operator(pg_catalog.=) ${quoteLiteral(id)} and used_at is null`;
}
