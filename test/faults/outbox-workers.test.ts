import { expect, it, onTestFinished } from 'vitest';
import { listDeliveries } from '../../src/outbox/list.js';
import { startCli } from '../support/cli.js';
import { createDatabase } from '../support/database.js';
import { createProject } from '../support/project.js';
import { startRecorder } from '../support/receiver.js';
import { deliveryId, entryFor, openConnection, store } from './outbox-bench.js';

/** CONFITURE_OUTBOX_DELIVERIES=20000 asks for the full size. */
const DELIVERIES = Number(process.env.CONFITURE_OUTBOX_DELIVERIES ?? 1500);
const WORKERS = 8;

it('delivers everything with eight workers, two of which are killed', { timeout: 240_000 }, async () => {
  const { url, query } = await createDatabase();
  const connection = await openConnection(url);
  const project = await createProject();
  const killAt = Math.floor(DELIVERIES / 10);
  const killed = new AbortController();
  const receiver = await startRecorder({
    respond: (count) => {
      if (count === killAt) killed.abort();
      return 200;
    },
  });
  onTestFinished(() => receiver.close());
  await store(connection, [entryFor(1, ['default'])]);
  await query(
    `insert into confiture.events select 'evt_' || lpad(n::text, 26, '0'), type, created_at, run_id, migration,
       replace(body::text, '${entryFor(1, []).event.id}', 'evt_' || lpad(n::text, 26, '0'))::json
     from confiture.events, generate_series(2, ${DELIVERIES}) n`,
  );
  await query(
    `insert into confiture.deliveries (id, event_id, hook, target, message)
     select 'dlv_' || lpad(n::text, 26, '0') || '_1', 'evt_' || lpad(n::text, 26, '0'), hook, target, message
     from confiture.deliveries, generate_series(2, ${DELIVERIES}) n`,
  );
  const env = { DATABASE_URL: url, CONFITURE_WEBHOOK_URL: receiver.url };
  const workers = Array.from({ length: WORKERS }, () =>
    startCli(['worker', '--format', 'json'], { cwd: project.dir, env, timeoutMs: 220_000 }),
  );
  const [first, second, ...rest] = workers;
  killed.signal.addEventListener('abort', () => {
    for (const worker of [first, second]) if (worker) process.kill(worker.pid, 'SIGKILL');
  });
  await expect
    .poll(async () => (await query("select from confiture.deliveries where state <> 'delivered'")).length, {
      timeout: 200_000,
      interval: 250,
    })
    .toBe(0);
  const ends = await Promise.all(rest.map((worker) => worker.stop()));
  expect(ends.map(({ exitCode }) => exitCode)).toEqual(rest.map(() => 0));
  const noted = await query<{ id: string }>(
    "select delivery_id as id from confiture.attempts where outcome = 'done'",
  );
  expect(noted, 'each delivery is noted once').toHaveLength(DELIVERIES);
  // A killed worker has at most what was under way in it, sent and not noted.
  expect(receiver.requests.length).toBeGreaterThanOrEqual(DELIVERIES);
  expect(receiver.requests.length).toBeLessThanOrEqual(DELIVERIES + 2 * 32);
  const [sample] = await listDeliveries(connection, { id: deliveryId(DELIVERIES), limit: 1 });
  expect(sample).toMatchObject({ state: 'delivered', leased: false });
});
