import { describe, expect, it } from 'vitest';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { ConfitureEvent } from '../../../src/events/event.js';
import { timesOf } from '../../../src/events/event-subject.js';
import type { OutboxHook, OutboxMessage } from '../../../src/hooks/define/outbox-hook.js';
import { recordOf } from '../../../src/outbox/records/outbox-record.js';
import { PendingRecords } from '../../../src/outbox/run/pending-records.js';

const after = sampleEvent('migration.completed');
const before: ConfitureEvent = { ...after, data: { ...after.data, duration_seconds: null } };
const seconds = after.data.duration_seconds;

function hookWith(
  messages: (seconds: number | null) => (OutboxMessage & { seconds?: unknown })[],
): OutboxHook {
  return {
    name: 'audit',
    subscribes: ['migration.completed'],
    messages: (event) => messages(timesOf(event).duration_seconds),
    deliver: async () => ({ kind: 'done', text: '' }),
  };
}

const to = (endpoint: string, seconds?: unknown) => ({
  endpoint,
  ...(seconds !== undefined && { seconds }),
});

function pendingOf(hooks: readonly OutboxHook[]): PendingRecords {
  return new PendingRecords({ hooks, onFault: () => {} });
}

describe('PendingRecords', () => {
  it('keeps id and deliveries, and takes the facts that came after the commit', () => {
    const pending = pendingOf([hookWith((known) => [to('a', known)])]);
    const added = pending.add(before);
    const committed = pending.committed(after);
    expect(committed?.event.id).toBe(added?.event.id);
    expect(committed?.event.data).toMatchObject({ duration_seconds: seconds });
    expect(committed?.deliveries.map(({ id, text }) => [id, JSON.parse(text).seconds])).toEqual([
      [added?.deliveries[0]?.id, seconds],
    ]);
  });

  it('lets a hook neither add messages nor take any back after the commit', () => {
    const pending = pendingOf([
      hookWith((known) => (known === null ? [to('a'), to('b')] : [to('c'), to('b'), to('d')])),
    ]);
    pending.add(before);
    expect(pending.committed(after)?.deliveries.map(({ message }) => message.endpoint)).toEqual(['a', 'b']);
  });

  it('gives the record of a committed event once, and none of an event that was not added', () => {
    const pending = pendingOf([hookWith(() => [to('a')])]);
    pending.add(before);
    expect(pending.committed({ ...after, id: 'evt_of_another_try' })).toBeNull();
    expect(pending.committed(after)).not.toBeNull();
    expect(pending.committed(after)).toBeNull();
  });
});

describe('the record of an event', () => {
  it('leaves out a hook that throws or makes no JSON, and keeps the others', () => {
    const hooks = [
      hookWith(() => {
        throw new Error('no');
      }),
      { ...hookWith(() => [to('a', () => {})]), name: 'function' },
      { ...hookWith(() => [{ text: 'hi' } as unknown as OutboxMessage]), name: 'without endpoint' },
      { ...hookWith(() => [to('b')]), name: 'good' },
    ];
    const faults: string[] = [];
    const record = recordOf(after, { hooks, onFault: (hook) => faults.push(hook) });
    expect(record?.deliveries.map(({ hook }) => hook)).toEqual(['good']);
    expect(faults).toEqual(['audit', 'function', 'without endpoint']);
  });

  it('has messages of those hooks only that subscribe to its type', () => {
    const hooks: OutboxHook[] = [
      { ...hookWith(() => [to('a')]), name: 'all', subscribes: ['*'] },
      { ...hookWith(() => [to('a')]), name: 'group', subscribes: ['migration.*'] },
      { ...hookWith(() => [to('a')]), name: 'other', subscribes: ['migration.failed', 'endpoint.disabled'] },
    ];
    const record = recordOf(after, { hooks, onFault: () => {} });
    expect(record?.deliveries.map(({ hook }) => hook)).toEqual(['all', 'group']);
  });
});
