import { expect, it } from 'vitest';
import { connect } from '../../../src/database/connect.js';
import { sampleEvent } from '../../../src/events/catalog.js';
import { committedRecord, fanOutCommitted } from '../../../src/outbox/records/fan-out-committed.js';
import { openSpool } from '../../../src/outbox/run/spool.js';
import { Worker } from '../../../src/outbox/worker/worker.js';
import { createDatabase } from '../../support/database.js';
import { arrive, entryFor, openConnection, recordingHook, SCOPE } from '../outbox-bench.js';

it('waits for the retry of what failed while it looked for more', async () => {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  const entry = entryFor(1, ['audit']);
  await arrive(connection, [entry], 'run');
  const hook = recordingHook((_message, { number }) =>
    number === 1
      ? { kind: 'retry', text: 'HTTP 500', nextAttemptAt: Date.now() + 100 }
      : { kind: 'done', text: 'HTTP 200' },
  );
  let isTaken = false;
  const worker = new Worker({
    connect: () => connect({ kind: 'postgres', url, source: 'test' }, { embeddedWaitMs: 0 }),
    hooks: [hook],
    onFault: () => {},
    endpointEvent: () => sampleEvent('endpoint.disabled'),
    scopeOf: async () => SCOPE,
    spool: openSpool('/nonexistent-spool'),
    token: 'run',
    now: Date.now,
    random: () => 0,
    describe: String,
    watch: { attempt: () => {}, endpointChanged: () => {}, databaseError: () => {}, rejected: () => {} },
    source: {
      leave: async () => {},
      hasMore: () => false,
      take: async (session) => {
        if (isTaken) return [];
        isTaken = true;
        const ids = await fanOutCommitted(session.connection, { token: 'run', at: null }, [
          committedRecord(entry),
        ]);
        expect(ids.size).toBe(1);
        return entry.deliveries.map(({ id, hook: name, message }) => {
          return { id, hook: name, message, event: entry.event, schedulePosition: 0 };
        });
      },
    },
  });
  await worker.run(
    {
      shouldStop: (untilDueMs) => untilDueMs === null || untilDueMs > 5_000,
      graceMs: 0,
      maxFailures: 1,
      useNotify: false,
    },
    new AbortController().signal,
  );
  expect(hook.asked.map(({ number }) => number)).toEqual([1, 2]);
});
