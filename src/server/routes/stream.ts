import { z } from 'zod';
import { checkPattern } from '../../events/patterns.js';
import { RequestInvalid } from '../conventions/problem.js';
import { defineRoute } from '../route.js';

const Pattern = z
  .string()
  .max(100)
  .superRefine((pattern, context) => {
    const fault = checkPattern(pattern);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault.message });
  });

const POSITION = /^\d{1,15}$/;

const openStream = defineRoute({
  method: 'get',
  path: '/stream',
  operationId: 'openStream',
  tag: 'events',
  summary: 'Tells events as they happen.',
  description:
    'Server-sent events. `event` is the type of an event, `data` its envelope, `id` its position in the order of commits: with `Last-Event-ID` (or `after`) the stream goes on behind that position, without a gap and without a repetition. `event: gap` says that events between two positions are not kept any more. A comment every 15 seconds keeps the link alive. A token has 10 streams at most on one server; they end when it is revoked or expires.',
  scope: 'read',
  query: z.strictObject({
    type: z
      .union([Pattern, z.array(Pattern).max(50)])
      .optional()
      .meta({ description: 'A type, or a pattern such as `migration.*`; may be repeated. Default: all.' }),
    after: z
      .string()
      .regex(POSITION, 'no position')
      .optional()
      .meta({ description: 'Position of the last event that the client has. `Last-Event-ID` wins.' }),
    changes: z.enum(['true', 'false']).optional().meta({
      description:
        'Tells `event: change` with kind and id of each run, approval, endpoint and settled delivery that has changed, as a hint to look again; without an id of its own.',
    }),
  }),
  answers: {
    200: {
      contentType: 'text/event-stream',
      schema: z.string(),
      description: 'The events, until the client leaves.',
    },
  },
  handle: async ({ query, actor, signal, header }, { streams, withConnection }) => {
    const last = header('last-event-id') ?? query.after ?? null;
    if (last !== null && !POSITION.test(last))
      throw new RequestInvalid([{ pointer: 'header/Last-Event-ID', detail: 'no position' }]);
    const body = streams.open(
      {
        tokenId: actor.tokenId,
        after: last === null ? null : Number(last),
        types: [query.type ?? []].flat(),
        changes: query.changes === 'true',
        signal,
      },
      withConnection,
    );
    return { status: 200, body, headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' } };
  },
});

export const streamRoutes = [openStream];
