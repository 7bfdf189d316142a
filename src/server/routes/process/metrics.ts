import { z } from 'zod';
import { EXPOSITION_TYPE } from '../../metrics/exposition.js';
import { defineRoute } from '../../route.js';

export const metricRoutes = [
  defineRoute({
    method: 'get',
    path: '/metrics',
    isOutsideV1: true,
    operationId: 'getMetrics',
    tag: 'health',
    summary: 'Gives the metrics of the project, for Prometheus.',
    description:
      'The text format of Prometheus, 0.0.4. Figures come from the database, so every server gives the same, but for pending and changed files, which each reads itself; they may be five seconds old. Counters begin when `serve` is started for the first time.',
    scope: 'read',
    answers: {
      200: { contentType: 'text/plain', schema: z.string(), description: 'The metrics.' },
    },
    handle: async (_request, server) => ({
      status: 200,
      body: await server.metrics.read(server),
      headers: { 'content-type': EXPOSITION_TYPE },
    }),
  }),
];
