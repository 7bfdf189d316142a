import { z } from 'zod';
import { defineRoute } from '../../route.js';

const Alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Alive' });
const Readiness = z
  .strictObject({
    status: z.enum(['ok', 'unavailable']),
    database: z.enum(['ok', 'unreachable']),
  })
  .meta({ id: 'Readiness' });

const healthz = defineRoute({
  method: 'get',
  path: '/healthz',
  isOutsideV1: true,
  operationId: 'getHealth',
  tag: 'health',
  summary: 'Says that the process answers.',
  scope: null,
  answers: { 200: { schema: Alive, description: 'The process answers.' } },
  handle: async () => ({ status: 200, body: { status: 'ok' as const } }),
});

const readyz = defineRoute({
  method: 'get',
  path: '/readyz',
  isOutsideV1: true,
  operationId: 'getReadiness',
  tag: 'health',
  summary: 'Says whether requests can be served.',
  scope: null,
  answers: {
    200: { schema: Readiness, description: 'The database answers.' },
    503: { schema: Readiness, description: 'The database does not answer, or the server is stopping.' },
  },
  handle: async (_request, server) => {
    if (server.stopping.aborted)
      return { status: 503, body: { status: 'unavailable' as const, database: 'ok' as const } };
    try {
      await server.withConnection((connection) => connection.query('select 1'));
      return { status: 200, body: { status: 'ok' as const, database: 'ok' as const } };
    } catch {
      return { status: 503, body: { status: 'unavailable' as const, database: 'unreachable' as const } };
    }
  },
});

export const healthRoutes = [healthz, readyz];
