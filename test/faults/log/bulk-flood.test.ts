import { expect, it, onTestFinished } from 'vitest';
import { retryAction } from '../../../src/app/bulk/bulk-action.js';
import { startJob } from '../../../src/app/bulk/run-bulk-action.js';
import { connect } from '../../../src/database/connect.js';
import { sampleEvent } from '../../../src/events/catalog.js';
import { openSpool } from '../../../src/outbox/run/spool.js';
import { Worker } from '../../../src/outbox/worker/worker.js';
import { createDatabase } from '../../support/database.js';
import { deliveryId, entryFor, openConnection, recordingHook, SCOPE, store } from '../outbox-bench.js';
import { logRowsSql } from '../support/log-rows.js';

const FLOOD = 100_000;
const NEW = 10;

it('a retry of 100,000 deliveries starves no event that happens meanwhile', async () => {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await store(connection, []);
  await connection.run(logRowsSql(FLOOD));
  await connection.run("update confiture.deliveries set state = 'failed', endpoint = 'audit', attempts = 1");
  await startJob(connection, SCOPE, retryAction({ endpoint: 'audit' }, {}, Date.now()), {
    actor: 'ops',
    source: 'token',
  });
  const worker = new Worker({
    connect: () => connect({ kind: 'postgres', url, source: 'test' }, { embeddedWaitMs: 0 }),
    hooks: [recordingHook(() => ({ kind: 'done', text: 'HTTP 200', answer: { status: 200, text: '' } }))],
    onFault: () => {},
    endpointEvent: () => sampleEvent('endpoint.disabled'),
    scopeOf: async () => SCOPE,
    spool: openSpool('/nonexistent-spool'),
    now: Date.now,
    random: () => 0,
    describe: String,
    watch: {
      attempt: () => {},
      endpointChanged: () => {},
      databaseError: (error) => {
        throw error;
      },
      rejected: () => {},
    },
  });
  const stop = new AbortController();
  const mode = {
    shouldStop: () => false,
    graceMs: 5_000,
    maxFailures: 3,
    useNotify: true,
    runsJobs: true,
  } as const;
  const running = worker.run(mode, stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await running;
  });
  const countOf = async (where: string) =>
    (
      await connection.query<{ count: number }>(
        `select count(*)::integer as count from confiture.deliveries where ${where}`,
      )
    )[0]?.count ?? 0;
  await expect.poll(() => countOf('deferred'), { timeout: 60_000 }).toBeGreaterThan(0);
  const left: number[] = [];
  for (let n = 1; n <= NEW; n += 1) {
    const number = 5_000_000 + n;
    await store(connection, [entryFor(number, ['audit'])]);
    await expect
      .poll(() => countOf(`id = '${deliveryId(number)}' and state = 'delivered'`), {
        timeout: 60_000,
        interval: 20,
      })
      .toBe(1);
    left.push(await countOf("state = 'failed' or (deferred and state = 'waiting')"));
  }
  expect(left.every((count) => count > 0)).toBe(true);
  expect(left.at(-1)).toBeLessThan(FLOOD);
});
