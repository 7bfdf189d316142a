import { expect, it } from 'vitest';
import { connect } from '../../../src/database/connect.js';
import { listAttempts, listDeliveries } from '../../../src/outbox/log/list.js';
import { createDatabase } from '../../support/database.js';
import {
  deliveryId,
  entryFor,
  openConnection,
  passAt,
  recordingHook,
  SCOPE,
  store,
} from '../outbox-bench.js';

it('notes what it has sent over a new connection where the old one is cut between sending and noting', async () => {
  const { url, query } = await createDatabase();
  const connection = await openConnection(url);
  await store(
    connection,
    [1, 2, 3].map((number) => entryFor(number, ['audit'])),
  );
  let connections = 0;
  const hook = recordingHook(() => ({ kind: 'done', text: 'HTTP 200' }));
  let isCut = false;
  const cutting = {
    ...hook,
    deliver: async (...given: Parameters<typeof hook.deliver>) => {
      if (!isCut) {
        isCut = true;
        await query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid not in (pg_backend_pid(), $1)`,
          [connection.backendPid],
        );
      }
      return hook.deliver(...given);
    },
  };
  await passAt(url, cutting, new Date('2100-01-01T00:00:00Z'), {
    connect: () => {
      connections += 1;
      return connect({ kind: 'postgres', url, source: 'test' }, { embeddedWaitMs: 0 });
    },
    watch: { attempt: () => {}, endpointChanged: () => {}, databaseError: () => {}, rejected: () => {} },
  });
  expect(connections, 'the first connection was cut').toBeGreaterThan(1);
  const states = (await listDeliveries(connection, SCOPE, { limit: 10 })).map(({ state }) => state);
  expect(states).toEqual(['delivered', 'delivered', 'delivered']);
  expect(hook.asked.map(({ event }) => event).sort()).toEqual(
    [1, 2, 3].map((number) => entryFor(number, []).event.id),
  );
  expect(await listAttempts(connection, deliveryId(1))).toHaveLength(1);
});
