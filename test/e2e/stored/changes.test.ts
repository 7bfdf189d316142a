import { expect, it, onTestFinished } from 'vitest';
import { openDeliveries } from '../../../src/app/deliveries.js';
import { createEndpoint } from '../../../src/app/endpoints/stored/change/create-endpoint.js';
import { removeEndpoint } from '../../../src/app/endpoints/stored/change/remove-endpoint.js';
import { updateEndpoint } from '../../../src/app/endpoints/stored/change/update-endpoint.js';
import { fanOutAll } from '../../../src/outbox/records/fan-out.js';
import { arrive, entryFor, openConnection, SCOPE, store } from '../../faults/outbox-bench.js';
import { startRecorder } from '../../support/receiver.js';
import { startTestServer } from '../../support/server/start-test-server.js';

const by = { actor: 'ada', source: 'cli' } as const;

async function receiver() {
  const recorder = await startRecorder();
  onTestFinished(() => recorder.close());
  return recorder;
}

it('lets a worker that is running see an endpoint that is added, gets another URL, and is removed', async () => {
  const [first, second] = [await receiver(), await receiver()];
  const { server, database } = await startTestServer({
    config: { webhooks: { allowedNetworks: ['127.0.0.0/8'] } },
  });
  const { settings, project, sessions } = server.context;
  const connection = await openConnection(database.url);
  const stop = new AbortController();
  const outbox = await openDeliveries({ ...project, settings, sessions, signal: stop.signal });
  const working = outbox.work();
  onTestFinished(async () => {
    stop.abort();
    await working;
  });
  await store(connection, [entryFor(1, ['late'])]);
  const manager = { ...project, connection, scope: SCOPE, by };
  const { row } = await createEndpoint(manager, { url: first.url, name: 'late' });
  await first.waitFor(1);
  await updateEndpoint(manager, { idOrName: row.id }, { url: second.url });
  await store(connection, [entryFor(2, ['late'])]);
  await second.waitFor(1);
  expect(first.requests).toHaveLength(1);

  const waiting = "select count(*)::integer as count from confiture.deliveries where state = 'waiting'";
  await expect.poll(() => database.query(waiting)).toEqual([{ count: 0 }]);
  await removeEndpoint(manager, { idOrName: 'late' }, { force: false });
  const entry = entryFor(3, ['late']);
  const message = { endpoint: 'late', webhook: row.id };
  const made = entry.deliveries.map((draft) => ({ ...draft, message, text: JSON.stringify(message) }));
  await arrive(connection, [{ ...entry, deliveries: made }], null);
  await fanOutAll(connection);
  const [last] = await database.query(
    `select state, last_result from confiture.deliveries where message ->> 'webhook' is not null`,
  );
  expect(last).toEqual({ state: 'discarded', last_result: 'the endpoint was removed' });
});
