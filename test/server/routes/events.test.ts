import { expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import type { RouteRequest } from '../../../src/server/route.js';
import { eventRoutes } from '../../../src/server/routes/events.js';
import type { ServerContext } from '../../../src/server/server-context.js';

const SCOPE = { project: 'public.tb_confiture', environment: 'test' };
const HAPPENED = new Date('2026-01-01T00:00:00Z');
const EVENT = {
  id: 'evt_1',
  type: 'run.failed',
  createdAt: HAPPENED,
  runId: null,
  migration: null,
  body: {},
};
const DELIVERY = {
  eventId: 'evt_1',
  eventType: 'run.failed',
  migration: null,
  runId: null,
  hook: 'webhooks',
  state: 'delivered',
  attempts: 0,
  createdAt: HAPPENED,
  dueAt: null,
  settledAt: HAPPENED,
  lastResult: null,
  lastAnswer: null,
  deferred: false,
  leased: false,
  disabledReason: null,
  throttledUntil: null,
};

/** Texts of the statements that an event with so many deliveries is read with. */
async function statementsFor(deliveries: number): Promise<string[]> {
  const texts: string[] = [];
  const rows = Array.from({ length: deliveries }, (_, number) => ({
    ...DELIVERY,
    id: `dlv_${number}`,
    endpoint: `endpoint-${number}`,
  }));
  const query = async (text: string) => {
    texts.push(text);
    if (/from confiture\.attempts/.test(text)) return [];
    return /^\s*select e\.id,/.test(text) ? [{ ...EVENT, deliveries: rows }] : rows;
  };
  const route = eventRoutes.find(({ operationId }) => operationId === 'getEvent');
  const answer = await route?.handle(
    { params: { id: 'evt_1' } } as unknown as RouteRequest,
    {
      withConnection: (work: (connection: Connection, scope: typeof SCOPE) => unknown) =>
        work({ query } as unknown as Connection, SCOPE),
    } as unknown as ServerContext,
  );
  expect(answer?.body).toMatchObject({ deliveries: rows.map(({ id, endpoint }) => ({ id, endpoint })) });
  return texts;
}

it('reads an event with as many statements, however many deliveries it has', async () => {
  const [few, many] = [await statementsFor(1), await statementsFor(200)];
  expect(few).toHaveLength(3);
  expect(many).toEqual(few);
});
