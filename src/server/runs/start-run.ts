import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { runObject } from '../../app/documents/steering.js';
import { ConfitureError } from '../../errors.js';
import { runId } from '../../events/identifier.js';
import { parseTraceparent } from '../../events/trace-context.js';
import { maskText } from '../../redaction/redaction.js';
import { findRun } from '../../runner/lifecycle/run-log/find-run.js';
import type { StoredRun } from '../../runner/lifecycle/run-log/stored-run.js';
import { queueRun } from '../../runner/lifecycle/run-queue/queue-run.js';
import { isFinal } from '../../runner/lifecycle/steering/run-state.js';
import { readPlanHash } from '../../runner/plan/plan-hash.js';
import { requirePlan } from '../../runner/plan/require-plan.js';
import { callerOf } from '../caller.js';
import type { RouteRequest } from '../route.js';
import type { ServerContext } from '../server-context.js';
import { untilAborted } from '../until-aborted.js';
import { projectOf } from './project-of.js';

/** What a caller of the API may say of a run. */
export interface RunRequestBody {
  readonly target?: string | undefined;
  readonly plan?: string | undefined;
  readonly reason?: string | undefined;
}

const POLL_EVERY_MS = 200;

/**
 * Queues a run of what the folder of the server holds and starts its process. Waits for its end for as long as the
 * caller prefers.
 * @throws RUN_ACTIVE, PLAN_CHANGED, TARGET_UNKNOWN, STEERING_IMPOSSIBLE; FILES_… where the files cannot be planned.
 */
export async function startRun(
  request: Pick<RouteRequest, 'actor' | 'requestId' | 'preferWaitMs' | 'signal' | 'header'>,
  server: ServerContext,
  { target, plan: wanted, reason }: RunRequestBody,
) {
  const { sessions, settings, version } = server;
  if (sessions.isEmbedded) throw noSecondProcess();
  const limits = target === undefined ? {} : { target };
  const { plan } = await projectOf(server).plan({ direction: 'up', limits });
  const planHash = wanted === undefined ? null : readPlanHash(wanted);
  if (planHash !== null) await requirePlan(null, plan, planHash);
  const toStart = {
    id: runId({ nowMs: Date.now(), random: randomBytes(16) }),
    target: target ?? null,
    planHash,
    traceparent: parseTraceparent(request.header('traceparent') ?? ''),
  };
  const queued = await server.withConnection((connection, scope) =>
    queueRun(connection, scope, {
      ...toStart,
      by: callerOf(request),
      reason: reason === undefined ? null : maskText(reason, settings.redact),
      process: { host: os.hostname(), pid: process.pid },
      version,
    }),
  );
  server.runs.start(toStart);
  const run = await waitForEnd(queued, request, server);
  return {
    status: 202,
    headers: { location: server.link(`/v1/runs/${run.id}`) },
    body: {
      run: runObject(run),
      plan_hash: plan.hash,
      migrations: plan.migrations.map(({ version: of, name, checksum }) => ({ version: of, name, checksum })),
    },
  } as const;
}

async function waitForEnd(
  queued: StoredRun,
  { preferWaitMs, signal }: Pick<RouteRequest, 'preferWaitMs' | 'signal'>,
  { withConnection }: ServerContext,
): Promise<StoredRun> {
  let run = queued;
  for (let polls = preferWaitMs / POLL_EVERY_MS; polls >= 1 && !isFinal(run.state); polls -= 1) {
    await untilAborted(signal, POLL_EVERY_MS);
    if (signal.aborted) break;
    run = await withConnection((connection, scope) => findRun(connection, scope, run.id));
  }
  return run;
}

function noSecondProcess(): ConfitureError {
  return new ConfitureError(
    'STEERING_IMPOSSIBLE',
    'the embedded database is open in this process alone, so that no run can be started beside it',
    { hint: 'Name a PostgreSQL server with CONFITURE_DATABASE_URL.' },
  );
}
