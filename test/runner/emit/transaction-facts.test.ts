import { expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { EventFact, EventType } from '../../../src/events/event.js';
import { factsForTransaction } from '../../../src/runner/emit/transaction-facts.js';
import { noEvents } from '../../../src/runner/event-store.js';
import type { RunInfo } from '../../../src/runner/run-info.js';

const info: RunInfo = {
  runId: 'run_1',
  environment: 'production',
  organizationId: null,
  correlationId: 'run_1',
  traceparent: null,
  database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
  actor: { actor: 'mona', source: 'cli', commit: null, link: null },
  approvalId: null,
  planHash: null,
};
const facts = (['error.resolved', 'migration.completed'] as const).map(
  (type) => ({ type, data: sampleEvent(type).data }) as EventFact,
);

/** Hands `facts` to a store that wants `wanted`, and tells what that was asked in which order. */
async function told(wanted: readonly EventType[]) {
  const asked: string[] = [];
  const events = {
    ...noEvents,
    wants: (type: EventType) => wanted.includes(type),
    prepare: async () => {
      asked.push('prepare');
      return null;
    },
    insertSql: (...made: readonly { readonly type: string }[]) => {
      const text = made.map(({ type }) => type).join();
      asked.push(`insert ${text}`);
      return text;
    },
    committed: async ({ type }: { readonly type: string }) => {
      asked.push(`committed ${type}`);
    },
  };
  const ports = { events, now: () => 0, newEventId: () => 'evt_1' };
  const made = await factsForTransaction({ connection: {} as Connection, info }, ports, facts);
  await made.committed();
  return { asked, sql: made.sql };
}

it('prepares the store before it takes the facts that are subscribed to, and hands them over once they are committed', async () => {
  expect(await told(['migration.completed'])).toEqual({
    asked: ['prepare', 'insert migration.completed', 'committed migration.completed'],
    sql: ['migration.completed'],
  });
});

it('asks for no tables where none of the facts is subscribed to', async () => {
  expect(await told(['run.failed'])).toEqual({ asked: [], sql: [] });
});
