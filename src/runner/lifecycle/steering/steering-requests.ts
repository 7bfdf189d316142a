import { quoteLiteral } from '../../../database/quote.js';
import type { ActorSource } from '../../../events/facts.js';
import type { Scope } from '../../../storage/scope.js';

/** What a run can be asked to do. */
export type SteeringVerb = 'pause' | 'resume' | 'cancel';

/** A request that a person made. */
export interface SteeringRequest {
  readonly id: string;
  readonly verb: SteeringVerb;
  /** True where it is for all runs of the project in this environment. */
  readonly isForAll: boolean;
  readonly actor: string;
  readonly actorSource: ActorSource;
  readonly reason: string | null;
}

/** The open request for a run; a cancel counts before a pause. */
export interface OpenRequests {
  readonly cancel: SteeringRequest | null;
  readonly pause: SteeringRequest | null;
}

export const NOTHING_ASKED: OpenRequests = { cancel: null, pause: null };

/** Sessions that steer tell this channel, without a payload; a run that listens looks at once. */
export const STEERING_CHANNEL = 'confiture_steering';

interface RequestRow {
  readonly id: string;
  readonly verb: SteeringVerb;
  readonly for_all: boolean;
  readonly actor: string;
  readonly actor_source: ActorSource;
  readonly reason: string | null;
}

const COLUMNS = 'id, verb, run_id is null as for_all, actor, actor_source, reason';

function isFor(scope: Scope, runId: string): string {
  return `project = ${quoteLiteral(scope.project)} and environment = ${quoteLiteral(scope.environment)}
    and (run_id = ${quoteLiteral(runId)} or run_id is null)`;
}

/** Asks for what acts on the run; the oldest request of a kind is the one that counts. */
export function openRequestsSql(scope: Scope, runId: string): string {
  return `select ${COLUMNS} from confiture.steering
    where ${isFor(scope, runId)} and outcome is null order by requested_at, id`;
}

/** Asks who let the run go on. */
export function lastResumeSql(scope: Scope, runId: string): string {
  return `select ${COLUMNS} from confiture.steering
    where ${isFor(scope, runId)} and verb = 'resume' order by requested_at desc, id desc limit 1`;
}

/** Statement for a run that has noticed that it is to be cancelled. */
export function takeCancelSql({ id }: SteeringRequest): string {
  return `update confiture.steering set taken_at = clock_timestamp()
    where id = ${quoteLiteral(id)} and taken_at is null`;
}

export function requestOf(row: object): SteeringRequest {
  const { id, verb, for_all, actor, actor_source, reason } = row as RequestRow;
  return { id, verb, isForAll: for_all, actor, actorSource: actor_source, reason };
}

export function openRequestsOf(rows: readonly object[]): OpenRequests {
  const requests = rows.map(requestOf);
  const first = (wanted: SteeringVerb) => requests.find(({ verb }) => verb === wanted) ?? null;
  return { cancel: first('cancel'), pause: first('pause') };
}
