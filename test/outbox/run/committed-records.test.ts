import { expect, it } from 'vitest';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { OutboxRecord } from '../../../src/outbox/records/outbox-record.js';
import { CommittedRecords } from '../../../src/outbox/run/committed-records.js';
import { OwnDeliveries } from '../../../src/outbox/run/own-deliveries.js';
import type { OutboxSession } from '../../../src/outbox/worker/outbox-session.js';

function entryFor(number: number, endpoints: number): OutboxRecord {
  const deliveries = Array.from({ length: endpoints }, (_, index) => {
    const message = { endpoint: `endpoint-${index}` };
    return { id: `dlv_${number}_${index}`, hook: 'webhooks', message, text: JSON.stringify(message) };
  });
  return { event: sampleEvent('migration.completed', { id: `evt_${number}` }), deliveries };
}

/** A session that stores everything, or rejects with `error`, and notes how many entries it was given at once. */
function session(error?: Error) {
  const completed: number[] = [];
  const released: number[] = [];
  const operations = {
    fanOutCommitted: async (entries: readonly OutboxRecord[]) => {
      completed.push(entries.length);
      if (error) throw error;
      return new Set(entries.flatMap(({ deliveries }) => deliveries.map(({ id }) => id)));
    },
    releaseRecords: async (entries: readonly OutboxRecord[]) => {
      released.push(entries.length);
    },
  };
  return { session: operations as object as OutboxSession, completed, released };
}

it('makes deliveries of a bounded number of entries at once, so that it can be stopped in between', async () => {
  const committed = new CommittedRecords('token', new OwnDeliveries());
  for (let number = 0; number < 25; number += 1) committed.add(entryFor(number, 50));
  const store = session();
  expect(await committed.take(store.session)).toHaveLength(500);
  expect(committed.hasMore()).toBe(true);
  await committed.take(store.session);
  expect(await committed.take(store.session)).toHaveLength(250);
  expect(committed.hasMore()).toBe(false);
  expect(await committed.take(store.session)).toEqual([]);
  expect(store.completed).toEqual([10, 10, 5]);
});

it('takes an entry by itself where it alone is more than that', async () => {
  const committed = new CommittedRecords('token', new OwnDeliveries());
  for (const number of [1, 2]) committed.add(entryFor(number, 700));
  const store = session();
  expect(await committed.take(store.session)).toHaveLength(700);
  expect(store.completed).toEqual([1]);
});

it('hands entries over one of which the server refuses, to be taken one by one', async () => {
  const refused = Object.assign(new Error('invented'), { severity: 'ERROR', code: '22P02' });
  const committed = new CommittedRecords('token', new OwnDeliveries());
  for (const number of [1, 2]) committed.add(entryFor(number, 1));
  const store = session(refused);
  expect(await committed.take(store.session)).toEqual([]);
  expect(store.released).toEqual([2]);
  expect(committed.hasMore()).toBe(false);
});

it('keeps its entries where the database is away', async () => {
  const committed = new CommittedRecords('token', new OwnDeliveries());
  committed.add(entryFor(1, 1));
  await expect(committed.take(session(new Error('away')).session)).rejects.toThrow('away');
  expect(committed.hasMore()).toBe(true);
});
