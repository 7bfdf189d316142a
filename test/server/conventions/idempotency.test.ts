import { expect, it } from 'vitest';
import { onceOnly, type ReplyContext } from '../../../src/server/conventions/idempotency.js';
import type { Route, RouteRequest } from '../../../src/server/route.js';

it('gives the answer of a request that was done, and logs that it could not be kept', async () => {
  const logged: unknown[] = [];
  let sessions = 0;
  const context = {
    withConnection: async (work: (connection: object, scope: object) => Promise<unknown>) => {
      sessions += 1;
      if (sessions > 1) throw new Error('the session was lost');
      return work({ query: async () => [{ claimed: true }] }, { project: 'public.x', environment: 'local' });
    },
    log: { error: (message: string, facts: object) => logged.push([message, facts]) },
  } as unknown as ReplyContext;
  const route = { method: 'post', path: '/runs', operationId: 'startRun', scope: 'operate' } as Route;
  const request = {
    header: (name: string) => (name === 'idempotency-key' ? 'one' : null),
    actor: { tokenId: 'tok_1' },
  } as unknown as RouteRequest;
  const done = { status: 202, body: { id: 'run_1' } };
  expect(await onceOnly(route, request, context, async () => done)).toEqual(done);
  expect(logged).toEqual([
    [
      'the answer of a request was not kept for its Idempotency-Key',
      { operation: 'startRun', code: 'INTERNAL' },
    ],
  ]);
});
