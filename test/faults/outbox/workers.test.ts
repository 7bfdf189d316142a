import type { ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { listDeliveries } from '../../../src/outbox/log/list.js';
import { startCli } from '../../support/cli.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import { deliveryId, entryFor, openConnection, SCOPE, store } from '../outbox-bench.js';

/** CONFITURE_OUTBOX_DELIVERIES asks for fewer or more. */
const DELIVERIES = Number(process.env.CONFITURE_OUTBOX_DELIVERIES ?? 20_000);
const WORKERS = 8;

it('delivers everything with eight workers, two of which are killed', { timeout: 240_000 }, async () => {
  const { url, query } = await createDatabase();
  const connection = await openConnection(url);
  const project = await createProject({ config: { webhooks: { headers: { 'X-Worker': `$\{WORKER}` } } } });
  const killAt = Math.floor(DELIVERIES / 10);
  const killed = new AbortController();
  const seen = new Set<string>();
  const held: ServerResponse[] = [];
  // Nothing is answered before every worker has sent something: none may be idle while work is due.
  const receiver = await startRecorder({
    respond: (count, { headers }) => {
      seen.add(String(headers['x-worker']));
      return (response) => {
        held.push(response);
        if (seen.size < WORKERS) return;
        for (const each of held.splice(0)) each.end();
        if (count >= killAt) killed.abort();
      };
    },
  });
  onTestFinished(() => receiver.close());
  await store(connection, [entryFor(1, ['default'])]);
  await query(
    `insert into confiture.events select 'evt_' || lpad(n::text, 26, '0'), type, created_at, run_id, migration,
       replace(body::text, '${entryFor(1, []).event.id}', 'evt_' || lpad(n::text, 26, '0'))::json,
       project, environment
     from confiture.events, generate_series(2, ${DELIVERIES}) n`,
  );
  await query(
    `insert into confiture.deliveries (id, event_id, hook, endpoint, message, project, environment)
     select 'dlv_' || lpad(n::text, 26, '0') || '_1', 'evt_' || lpad(n::text, 26, '0'), hook, endpoint, message,
       project, environment
     from confiture.deliveries, generate_series(2, ${DELIVERIES}) n`,
  );
  const env = {
    DATABASE_URL: url,
    CONFITURE_WEBHOOK_URL: receiver.url,
    CONFITURE_WEBHOOK_TIMEOUT_MS: '30000',
  };
  const workers = Array.from({ length: WORKERS }, (_, index) =>
    startCli(['worker', '--format', 'json'], {
      cwd: project.dir,
      env: { ...env, WORKER: String(index) },
      timeoutMs: 220_000,
    }),
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
  const attempts = await query<{ outcome: string; result: string }>(
    'select outcome, result from confiture.attempts',
  );
  const odd = attempts.filter(({ outcome }) => outcome !== 'done').map(({ result }) => result);
  expect(odd, 'the receiver took everything').toEqual([]);
  expect(attempts, 'each delivery is noted once').toHaveLength(DELIVERIES);
  const senders = new Map<string, string[]>();
  for (const { headers } of receiver.requests) {
    const id = String(headers['webhook-id']);
    senders.set(id, [...(senders.get(id) ?? []), String(headers['x-worker'])]);
  }
  expect(senders.size).toBe(DELIVERIES);
  const twice = [...senders.values()].filter(({ length }) => length > 1);
  for (const [first] of twice)
    expect(['0', '1'], 'only what a killed worker had sent is sent again').toContain(first);
  const [sample] = await listDeliveries(connection, SCOPE, { id: deliveryId(DELIVERIES), limit: 1 });
  expect(sample).toMatchObject({ state: 'delivered', leased: false });
});
