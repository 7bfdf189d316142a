import { z } from 'zod';
import { runDetailObject } from '../../app/documents/lifecycle/run-detail.js';
import { pauseObject, runObject, steeringObject } from '../../app/documents/steering.js';
import { readRun } from '../../app/lifecycle/read-run.js';
import { pageDocument, readPage } from '../../app/lists/page.js';
import { readPeriod } from '../../app/lists/period.js';
import { pageOfRuns, type RunFilter } from '../../runner/lifecycle/run-log/list-runs.js';
import type { StoredRun } from '../../runner/lifecycle/run-log/stored-run.js';
import { readPauseOfAll } from '../../runner/lifecycle/steering/pause-of-all.js';
import { requestOfAll } from '../../runner/lifecycle/steering/request-steering.js';
import { RUN_STATES } from '../../runner/lifecycle/steering/run-state.js';
import type { SteeringVerb } from '../../runner/lifecycle/steering/steering-requests.js';
import type { Keyset } from '../../storage/keyset.js';
import { defineRoute } from '../route.js';
import { startRun } from '../runs/start-run.js';
import { newRequest, steerOne } from '../runs/steer-run.js';
import { pageQuery, pageRequest, periodQuery } from '../schemas/paging.js';
import { NewRun, PauseOfAll, Reason, RunDetail, RunList, StartedRun, Steering } from '../schemas/runs.js';

const State = z.enum(RUN_STATES);
const params = z.strictObject({ id: z.string().max(100) });

const listRuns = defineRoute({
  method: 'get',
  path: '/runs',
  operationId: 'listRuns',
  tag: 'runs',
  summary: 'Lists runs, newest first.',
  scope: 'read',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .union([State, z.array(State)])
      .optional()
      .meta({ description: 'One state, or several.' }),
    direction: z.enum(['up', 'down']).optional(),
    actor: z.string().max(400).optional(),
    ...periodQuery,
  }),
  answers: { 200: { schema: RunList, description: 'A page of runs.' } },
  handle: async ({ query }, server) => {
    const { state, direction, actor } = query;
    const page = await server.withConnection(async (connection, scope) => {
      const filter: RunFilter = {
        ...(state !== undefined && { states: [state].flat() }),
        ...(direction !== undefined && { direction }),
        ...(actor !== undefined && { actor }),
        ...(await readPeriod(connection, query)),
      };
      const source = {
        list: 'runs',
        read: (keyset: Keyset) => pageOfRuns(connection, scope, filter, keyset),
        keyOf: ({ sortKey }: StoredRun) => sortKey,
      };
      return readPage(source, pageRequest(query));
    });
    return { status: 200, body: pageDocument(page, runObject) };
  },
});

const getRun = defineRoute({
  method: 'get',
  path: '/runs/{id}',
  operationId: 'getRun',
  tag: 'runs',
  summary: 'Shows one run with its migrations, phases, events and their deliveries, and who blocks it.',
  scope: 'read',
  params,
  answers: { 200: { schema: RunDetail, description: 'The run.' } },
  problems: ['RUN_UNKNOWN'],
  handle: async ({ params: { id } }, server) => {
    const detail = await server.withConnection((connection, scope) => readRun(connection, scope, id));
    return { status: 200, body: runDetailObject(detail) };
  },
});

const createRun = defineRoute({
  method: 'post',
  path: '/runs',
  operationId: 'startRun',
  tag: 'runs',
  summary: 'Starts a run of what the folder of the server holds.',
  description:
    'It runs as a process of its own, which goes on where the server crashes; a server that is stopped cancels it.',
  scope: 'operate',
  body: NewRun.optional(),
  answers: {
    202: {
      schema: StartedRun,
      description: 'The run is queued; with `Prefer: wait=…` it may be further.',
      headers: { Location: 'Where the run is shown.' },
    },
  },
  problems: ['RUN_ACTIVE', 'PLAN_CHANGED', 'TARGET_UNKNOWN', 'FILES_CHANGED', 'FILES_SYNTAX'],
  handle: (request, server) => startRun(request, server, request.body ?? {}),
});

const SUMMARY = {
  pause: 'Asks a run to stand still at its next safe point.',
  resume: 'Lets a paused run go on.',
  cancel: 'Ends a run; its open transaction is rolled back.',
} as const;

function steerRun(verb: SteeringVerb) {
  return defineRoute({
    method: 'post',
    path: `/runs/{id}/${verb}`,
    operationId: `${verb}Run`,
    tag: 'runs',
    summary: SUMMARY[verb],
    description: 'Waits a moment for the run to follow; asking twice is asking once.',
    scope: 'operate',
    params,
    body: Reason.optional(),
    answers: { 200: { schema: Steering, description: 'What was asked, and the run a moment later.' } },
    problems: ['RUN_UNKNOWN', 'STEERING_REFUSED', 'STEERING_IMPOSSIBLE'],
    handle: async (request, server) => {
      const result = await steerOne(request, server, verb, request.params.id, request.body?.reason);
      return { status: 200, body: steeringObject(result) };
    },
  });
}

function steerAll(verb: 'pause' | 'resume') {
  return defineRoute({
    method: 'post',
    path: `/runs/${verb}`,
    operationId: `${verb}AllRuns`,
    tag: 'runs',
    summary:
      verb === 'pause'
        ? 'Holds all runs of the project in this environment, those that start later too.'
        : 'Lets all runs go on that were held together.',
    scope: 'operate',
    body: Reason.optional(),
    answers: { 200: { schema: Steering, description: 'What was asked.' } },
    problems: ['STEERING_IMPOSSIBLE'],
    handle: async (request, server) => {
      const asked = newRequest(request, server, verb, request.body?.reason);
      const result = await server.withConnection((connection, scope) =>
        requestOfAll(connection, scope, asked),
      );
      return { status: 200, body: steeringObject({ verb, ...result }) };
    },
  });
}

const getPauseOfAll = defineRoute({
  method: 'get',
  path: '/runs/pause',
  operationId: 'getPauseOfAllRuns',
  tag: 'runs',
  summary: 'Says who holds all runs of the project in this environment, and why.',
  scope: 'read',
  answers: { 200: { schema: PauseOfAll, description: 'The pause, or null.' } },
  handle: async (_request, server) => {
    const pause = await server.withConnection(readPauseOfAll);
    return { status: 200, body: { pause: pause && pauseObject(pause) } };
  },
});

export const runRoutes = [
  listRuns,
  createRun,
  steerAll('pause'),
  steerAll('resume'),
  getPauseOfAll,
  getRun,
  steerRun('pause'),
  steerRun('resume'),
  steerRun('cancel'),
];
