import { z } from 'zod';
import { steeringObject } from '../../app/documents/steering.js';
import type { ListedMigration } from '../../app/lifecycle/list-migrations.js';
import { ConfitureError } from '../../errors.js';
import type { SteeringVerb } from '../../runner/lifecycle/steering/steering-requests.js';
import { defineRoute, type RouteRequest } from '../route.js';
import { startRun } from '../runs/start-run.js';
import { steerOne } from '../runs/steer-run.js';
import { MigrationStart, Reason, StartedRun, Steering } from '../schemas/runs.js';
import type { ServerContext } from '../server-context.js';
import { findMigration } from './migrations.js';

const params = z.strictObject({ id: z.string().max(200) });

const startMigration = defineRoute({
  method: 'post',
  path: '/migrations/{id}/start',
  operationId: 'startMigration',
  tag: 'migrations',
  summary: 'Starts a run of all that is pending up to this migration.',
  scope: 'operate',
  params,
  body: MigrationStart.optional(),
  answers: {
    202: {
      schema: StartedRun,
      description: 'The run is queued; with `Prefer: wait=…` it may be further.',
      headers: { Location: 'Where the run is shown.' },
    },
  },
  problems: ['TARGET_UNKNOWN', 'STEERING_REFUSED', 'RUN_ACTIVE', 'PLAN_CHANGED'],
  handle: async (request, server) => {
    const migration = await findMigration(server, request.params.id);
    if (isDone(migration)) throw notPending(migration);
    return startRun(request, server, { ...request.body, target: migration.version });
  },
});

const answers = { 200: { schema: Steering, description: 'What was asked, and the run a moment later.' } };
const problems = ['TARGET_UNKNOWN', 'RUN_UNKNOWN', 'STEERING_REFUSED'];

function steerMigration(verb: 'pause' | 'resume') {
  return defineRoute({
    method: 'post',
    path: `/migrations/{id}/${verb}`,
    operationId: `${verb}Migration`,
    tag: 'migrations',
    summary:
      verb === 'pause'
        ? 'Asks the run that goes on to stand still at its next safe point.'
        : 'Lets the paused run go on.',
    scope: 'operate',
    params,
    body: Reason.optional(),
    answers,
    problems,
    handle: (request, server) => steer(request, server, verb),
  });
}

const cancelMigration = defineRoute({
  method: 'delete',
  path: '/migrations/{id}',
  operationId: 'cancelMigration',
  tag: 'migrations',
  summary: 'Cancels the run that goes on; the file stays, and what was committed stays.',
  scope: 'operate',
  params,
  body: Reason.optional(),
  answers,
  problems,
  handle: (request, server) => steer(request, server, 'cancel'),
});

/** The run that goes on is meant, of which this migration must be a part that is not done yet. */
async function steer(
  request: RouteRequest<{ id: string }, unknown, { reason?: string | undefined } | undefined>,
  server: ServerContext,
  verb: SteeringVerb,
) {
  const migration = await findMigration(server, request.params.id);
  if (isDone(migration)) throw notPending(migration);
  const result = await steerOne(request, server, verb, null, request.body?.reason);
  return { status: 200, body: steeringObject(result) } as const;
}

function isDone({ state }: ListedMigration): boolean {
  return state === 'applied' || state === 'changed' || state === 'missing';
}

function notPending({ name, state }: ListedMigration): ConfitureError {
  return new ConfitureError('STEERING_REFUSED', `${name} is ${state}: nothing of it is left to run`, {
    hint: 'GET /v1/migrations shows what is pending.',
    details: { state },
  });
}

export const migrationRunRoutes = [
  startMigration,
  steerMigration('pause'),
  steerMigration('resume'),
  cancelMigration,
];
