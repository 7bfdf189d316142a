import { z } from 'zod';
import { planDocument } from '../../app/documents/plan.js';
import { defineRoute } from '../route.js';
import { projectOf } from '../runs/project-of.js';
import { Plan } from '../schemas/plan.js';

const getPlan = defineRoute({
  method: 'get',
  path: '/plan',
  operationId: 'getPlan',
  tag: 'migrations',
  summary: 'Says what `migrate up` would do now, with the risk of each statement and the hash of the plan.',
  scope: 'read',
  query: z.strictObject({
    target: z.string().min(1).max(200).optional().meta({ description: 'Version to stop after.' }),
  }),
  answers: { 200: { schema: Plan, description: 'The plan.' } },
  problems: ['TARGET_UNKNOWN', 'FILES_CHANGED', 'FILES_SYNTAX'],
  handle: async ({ query: { target } }, server) => {
    const limits = target === undefined ? {} : { target };
    const plan = await projectOf(server).plan({ direction: 'up', limits });
    return { status: 200, body: planDocument(plan) };
  },
});

export const planRoutes = [getPlan];
