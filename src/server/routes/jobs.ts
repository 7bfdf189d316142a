import { z } from 'zod';
import { type BulkAction, discardAction, replayAction, retryAction } from '../../app/bulk/bulk-action.js';
import { replayableTypes } from '../../app/bulk/replayable-types.js';
import { countBulk, startJob, stopJob } from '../../app/bulk/run-bulk-action.js';
import { bulkCountObject, jobObject, startedJobObject } from '../../app/documents/log/job-objects.js';
import { findEndpoint } from '../../app/endpoints/find-endpoint.js';
import { pageDocument, readPage } from '../../app/lists/page.js';
import { writtenFilter } from '../../app/lists/read-filter.js';
import { ConfitureError } from '../../errors.js';
import { listJobs, readJob, type Job as StoredJob } from '../../outbox/jobs/job.js';
import type { Keyset } from '../../storage/keyset.js';
import { callerOf } from '../caller.js';
import { defineRoute, type RouteRequest } from '../route.js';
import {
  BulkCount,
  DiscardRequest,
  Job,
  JobList,
  ReplayRequest,
  RetryRequest,
  StartedJob,
} from '../schemas/jobs.js';
import { pageQuery, pageRequest } from '../schemas/paging.js';
import type { ServerContext } from '../server-context.js';

const params = z.strictObject({ id: z.string().max(100) });
const answers = {
  200: { schema: BulkCount, description: 'With `dry_run`: what would be changed.' },
  202: {
    schema: StartedJob,
    description: 'The job that the workers do.',
    headers: { location: 'Where the job can be followed.' },
  },
} as const;

const retryMany = defineRoute({
  method: 'post',
  path: '/deliveries/retry',
  operationId: 'retryDeliveries',
  tag: 'deliveries',
  summary: 'Makes failed deliveries due again by filter, as a job; `dry_run` counts them first.',
  scope: 'operate',
  body: RetryRequest,
  answers,
  handle: (request, server) => {
    const {
      filter,
      include_succeeded: includeSucceeded,
      per_second: perSecond,
      dry_run: dryRun,
    } = request.body;
    const options = { includeSucceeded, perSecond };
    const action = retryAction(writtenFilter(filter), options, server.now().getTime());
    return countOrStart(request, server, action, dryRun);
  },
});

const discardMany = defineRoute({
  method: 'post',
  path: '/deliveries/discard',
  operationId: 'discardDeliveries',
  tag: 'deliveries',
  summary: 'Gives up waiting for deliveries by filter, as a job; `dry_run` counts them first.',
  scope: 'operate',
  body: DiscardRequest,
  answers,
  handle: (request, server) => {
    const { filter, dry_run: dryRun } = request.body;
    return countOrStart(
      request,
      server,
      discardAction(writtenFilter(filter), server.now().getTime()),
      dryRun,
    );
  },
});

const replay = defineRoute({
  method: 'post',
  path: '/events/replay',
  operationId: 'replayEvents',
  tag: 'events',
  summary: 'Sends an endpoint the events of its types that it was not sent, as a job.',
  scope: 'operate',
  body: ReplayRequest,
  answers,
  problems: ['DELIVERY_UNKNOWN'],
  handle: async (request, server) => {
    const { endpoint, filter, dry_run: dryRun } = request.body;
    const found = await server.withConnection((connection, scope) =>
      findEndpoint(server.project, connection, scope, endpoint),
    );
    const subscription = found?.subscription ?? null;
    if (subscription === null) throw noEndpoint(endpoint);
    const types = replayableTypes(subscription);
    const action = replayAction(subscription.name, types, writtenFilter(filter), server.now().getTime());
    return countOrStart(request, server, action, dryRun);
  },
});

const listAll = defineRoute({
  method: 'get',
  path: '/jobs',
  operationId: 'listJobs',
  tag: 'jobs',
  summary: 'Lists bulk jobs, newest first.',
  scope: 'read',
  query: z.strictObject(pageQuery),
  answers: { 200: { schema: JobList, description: 'A page of jobs.' } },
  problems: ['CURSOR_INVALID'],
  handle: async ({ query }, server) => {
    const page = await server.withConnection((connection, scope) =>
      readPage(
        {
          list: 'jobs',
          read: (keyset: Keyset) => listJobs(connection, scope, keyset),
          keyOf: ({ id }: StoredJob) => [id],
        },
        pageRequest(query),
      ),
    );
    return { status: 200, body: pageDocument(page, jobObject) };
  },
});

const getOne = defineRoute({
  method: 'get',
  path: '/jobs/{id}',
  operationId: 'getJob',
  tag: 'jobs',
  summary: 'Shows a bulk job with its progress.',
  scope: 'read',
  params,
  answers: { 200: { schema: Job, description: 'The job.' } },
  problems: ['JOB_UNKNOWN'],
  handle: async ({ params: { id } }, server) => {
    const job = await server.withConnection((connection, scope) => readJob(connection, scope, id));
    if (job === null) throw noJob(id);
    return { status: 200, body: jobObject(job) };
  },
});

const cancel = defineRoute({
  method: 'post',
  path: '/jobs/{id}/cancel',
  operationId: 'cancelJob',
  tag: 'jobs',
  summary: 'Ends a bulk job; what it has changed stays changed.',
  scope: 'operate',
  params,
  answers: { 200: { schema: Job, description: 'The job as it ended.' } },
  problems: ['JOB_UNKNOWN', 'JOB_ENDED'],
  handle: async (request, server) => {
    const { id } = request.params;
    const stopped = await server.withConnection((connection, scope) =>
      stopJob(connection, scope, id, callerOf(request)),
    );
    if (stopped === null) throw noJob(id);
    if (!stopped.wasOpen && stopped.job.state !== 'cancelled') throw ended(stopped.job);
    return { status: 200, body: jobObject(stopped.job) };
  },
});

/** Answers with a count, or with the job that was stored. */
async function countOrStart(
  request: Pick<RouteRequest, 'actor' | 'requestId'>,
  server: ServerContext,
  action: BulkAction,
  isDryRun: boolean,
) {
  if (isDryRun) {
    const counts = await server.withConnection((connection, scope) => countBulk(connection, scope, action));
    return { status: 200 as const, body: bulkCountObject(counts, action.warnings) };
  }
  return startedJob(request, server, action);
}

/** Stores a job, and answers with where it can be followed. */
export async function startedJob(
  request: Pick<RouteRequest, 'actor' | 'requestId'>,
  server: ServerContext,
  action: BulkAction,
) {
  const job = await server.withConnection((connection, scope) =>
    startJob(connection, scope, action, callerOf(request)),
  );
  return {
    status: 202 as const,
    headers: { location: server.link(`/v1/jobs/${job.id}`) },
    body: startedJobObject(job, action.warnings),
  };
}

function noJob(id: string): ConfitureError {
  return new ConfitureError('JOB_UNKNOWN', `there is no job ${id}`, {
    hint: 'GET /v1/jobs lists what there is.',
  });
}

function ended({ id, state }: StoredJob): ConfitureError {
  return new ConfitureError('JOB_ENDED', `${id} has ended: it is ${state}`, {
    hint: 'A job that has ended can only be asked for anew.',
  });
}

/** Of the routes that name one. */
export function noEndpoint(name: string): ConfitureError {
  return new ConfitureError('DELIVERY_UNKNOWN', `there is no endpoint ${name}`, {
    hint: 'GET /v1/webhooks lists what there is.',
  });
}

export const jobRoutes = [retryMany, discardMany, replay, listAll, getOne, cancel];
