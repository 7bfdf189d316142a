import type { Connection } from '../../../database/connection.js';
import { ownSettingsSql } from '../../../database/own-settings.js';
import { quoteLiteral } from '../../../database/quote.js';
import { ConfitureError } from '../../../errors.js';
import type { Caller } from '../../../storage/audit/audit-entry.js';
import { insertAuditSql } from '../../../storage/audit/record-audit.js';
import type { Scope } from '../../../storage/scope.js';
import { findRun } from '../run-log/find-run.js';
import { listRuns } from '../run-log/list-runs.js';
import type { StoredRun } from '../run-log/stored-run.js';
import { cancelQueuedSql } from '../run-queue/claim-run.js';
import { isFinal, type RunState } from './run-state.js';
import { STEERING_CHANNEL, type SteeringVerb } from './steering-requests.js';

/** What a person asks of one run, or of all. */
export interface NewRequest {
  /** `str_…`; a request that is made twice under one id acts once. */
  readonly id: string;
  readonly verb: SteeringVerb;
  readonly by: Caller;
  /** Masked; null where none was given. */
  readonly reason: string | null;
}

/** What became of a request. */
export interface RequestResult {
  /** True where the run did, or was asked to do, the same already; then nothing was added. */
  readonly isRepeated: boolean;
  /** The run afterwards; null for all runs. */
  readonly run: StoredRun | null;
}

const FITTING: Readonly<Record<SteeringVerb, ReadonlySet<RunState>>> = {
  pause: new Set(['queued', 'starting', 'running', 'waiting']),
  resume: new Set(['pausing', 'paused']),
  cancel: new Set(['queued', 'starting', 'running', 'waiting', 'pausing', 'paused']),
};

/** States in which a run does already what the request asks for. */
const REPEATED: Readonly<Record<SteeringVerb, ReadonlySet<RunState>>> = {
  pause: new Set(['pausing', 'paused']),
  resume: new Set(),
  cancel: new Set(['cancelling']),
};

/**
 * Asks a run to pause, to go on, or to end, and wakes it. Nothing of the run is touched: a request is a row that it
 * reads.
 * @throws RUN_UNKNOWN, STEERING_REFUSED
 */
export async function requestOfRun(
  connection: Connection,
  scope: Scope,
  runId: string | null,
  request: NewRequest,
): Promise<RequestResult> {
  const run = runId === null ? await goingOn(connection, scope) : await findRun(connection, scope, runId);
  if (await isKnown(connection, request)) return { isRepeated: true, run };
  if (REPEATED[request.verb].has(run.state)) return { isRepeated: true, run };
  if (!FITTING[request.verb].has(run.state)) throw doesNotFit(request.verb, run);
  if (request.verb === 'resume' && run.pause?.isForAll) throw heldByAll(run);
  const lift = request.verb === 'resume' ? [liftSql(scope, run.id)] : [];
  const isQueued = run.state === 'queued' && request.verb === 'cancel';
  const end = isQueued ? [cancelQueuedSql(run.id, request.reason)] : [];
  await change(connection, [
    ...lift,
    ...end,
    insertSql(scope, run.id, request),
    noteSql(scope, run, request),
  ]);
  const [after = run] = await listRuns(connection, scope, { id: run.id });
  return { isRepeated: false, run: after };
}

/** Holds all runs of the project in this environment, those that start later too; or lets them go on. */
export async function requestOfAll(
  connection: Connection,
  scope: Scope,
  request: NewRequest & { readonly verb: 'pause' | 'resume' },
): Promise<RequestResult> {
  const isHeld = await isAllHeld(connection, scope);
  if (isHeld === (request.verb === 'pause')) return { isRepeated: true, run: null };
  const lift = request.verb === 'resume' ? [liftSql(scope, null)] : [];
  await change(connection, [...lift, insertSql(scope, null, request), noteSql(scope, null, request)]);
  return { isRepeated: false, run: null };
}

/**
 * Cancels what the server does for a run whose process does not answer; not through a pooler, whose backend may serve
 * another client by now. True where there was such a session.
 */
export async function cancelBackend(connection: Connection, run: StoredRun): Promise<boolean> {
  const [row] = await connection.query<{ sent: boolean }>(
    `select pg_cancel_backend(a.pid) as sent
    from confiture.runs r, pg_stat_get_activity(r.backend_pid) a
    where r.id = ${quoteLiteral(run.id)} and not r.pooled and a.backend_start = r.backend_start`,
  );
  return row?.sent ?? false;
}

/** The run that is meant where none is named. */
async function goingOn(connection: Connection, scope: Scope): Promise<StoredRun> {
  const open = (await listRuns(connection, scope, { limit: RECENT })).filter(({ state }) => !isFinal(state));
  const [first, ...others] = open.filter(({ waitingFor }) => !waitingFor.some(({ kind }) => kind === 'lock'));
  const found = first ?? (open.length === 1 ? open[0] : undefined);
  if (!found) throw open.length === 0 ? noneGoesOn() : severalGoOn(open);
  if (others.length > 0) throw severalGoOn(open);
  return found;
}

/** Runs that go on are among the newest. */
const RECENT = 50;

async function isKnown(connection: Connection, { id }: NewRequest): Promise<boolean> {
  const rows = await connection.query(`select from confiture.steering where id = ${quoteLiteral(id)}`);
  return rows.length > 0;
}

async function isAllHeld(connection: Connection, scope: Scope): Promise<boolean> {
  const rows = await connection.query(
    `select from confiture.steering where ${ofScope(scope)} and run_id is null and verb = 'pause' and outcome is null`,
  );
  return rows.length > 0;
}

function ofScope({ project, environment }: Scope): string {
  return `project = ${quoteLiteral(project)} and environment = ${quoteLiteral(environment)}`;
}

/** What is to act stays open; what lets a run go on is done with its own row. */
function insertSql(scope: Scope, runId: string | null, request: NewRequest): string {
  const values = [
    ...[request.id, scope.project, scope.environment, runId, request.verb].map(quoteLiteral),
    ...[request.by.actor, request.by.source, request.reason].map(quoteLiteral),
    ...(request.verb === 'resume' ? ['clock_timestamp()', "'done'"] : ['null', 'null']),
  ];
  return `insert into confiture.steering (id, project, environment, run_id, verb, actor, actor_source, reason, taken_at,
      outcome)
    values (${values.join(', ')}) on conflict (id) do nothing`;
}

function noteSql(scope: Scope, run: StoredRun | null, { by, verb, reason }: NewRequest): string {
  return insertAuditSql(scope, {
    by,
    action: `run.${verb}_requested`,
    subject: { kind: 'run', id: run?.id ?? null },
    reason,
    runId: run?.id ?? null,
    before: run && { state: run.state },
  });
}

function liftSql(scope: Scope, runId: string | null): string {
  const run = runId === null ? 'run_id is null' : `run_id = ${quoteLiteral(runId)}`;
  return `update confiture.steering set outcome = 'resumed'
    where ${ofScope(scope)} and ${run} and verb = 'pause' and outcome is null`;
}

async function change(connection: Connection, statements: readonly string[]): Promise<void> {
  await connection.run(
    [
      'begin isolation level read committed',
      ownSettingsSql,
      ...statements,
      `notify ${STEERING_CHANNEL}`,
      'commit',
    ].join('; '),
  );
}

function noneGoesOn(): ConfitureError {
  return new ConfitureError(
    'RUN_UNKNOWN',
    'no run of this project and environment goes on in this database',
    {
      hint: '`confiture migrate runs` shows how the last ones ended; `confiture migrate pause --all` holds those that start later.',
    },
  );
}

function severalGoOn(runs: readonly StoredRun[]): ConfitureError {
  const ids = runs.map(({ id, state }) => `${id} (${state})`).join(', ');
  return new ConfitureError('RUN_UNKNOWN', `several runs go on: ${ids}`, { hint: 'Name one of them.' });
}

function doesNotFit(verb: SteeringVerb, run: StoredRun): ConfitureError {
  return new ConfitureError('STEERING_REFUSED', `run ${run.id} is ${run.state}: it cannot ${DOES[verb]}`, {
    hint: isFinal(run.state)
      ? 'A run that has ended stays so; the next `confiture migrate up` goes on where it ended.'
      : `\`confiture migrate runs ${run.id}\` shows what it does.`,
    details: { run_id: run.id, state: run.state },
  });
}

const DOES: Readonly<Record<SteeringVerb, string>> = {
  pause: 'be paused',
  resume: 'be resumed',
  cancel: 'be cancelled',
};

function heldByAll(run: StoredRun): ConfitureError {
  return new ConfitureError('STEERING_REFUSED', `run ${run.id} is ${run.state}, as all runs are`, {
    hint: '`confiture migrate resume --all` lets them go on.',
    details: { run_id: run.id, state: run.state },
  });
}
