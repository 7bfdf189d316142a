import { describe, expect, it } from 'vitest';
import type { OutboxHook, OutboxMessage } from '../../../src/hooks/define/outbox-hook.js';
import { PreparedEntries } from '../../../src/outbox/run/prepared-entries.js';
import { migrationContext } from '../../hooks/sample-context.js';

const before = { ...migrationContext, phase: 'post_execute' as const };
const after = { ...before, durationSeconds: 2.5 };

function hookWith(
  messages: (seconds: number | null) => (OutboxMessage & { seconds?: unknown })[],
): OutboxHook {
  return {
    name: 'audit',
    on: ['post_execute'],
    messages: (context) => messages(context.durationSeconds),
    deliver: async () => ({ kind: 'done', text: '' }),
  };
}

const to = (target: string, seconds?: unknown) => ({
  target,
  eventType: 'migration.completed',
  migration: null,
  ...(seconds !== undefined && { seconds }),
});

function entriesOf(hooks: readonly OutboxHook[]) {
  const faults: string[] = [];
  const onFault = (hook: string) => faults.push(hook);
  return { faults, entries: new PreparedEntries({ hooks, organizationId: null, now: () => 1_000, onFault }) };
}

describe('PreparedEntries', () => {
  it('keeps id and deliveries, and takes the facts that came after the commit', () => {
    const { entries } = entriesOf([hookWith((seconds) => [to('a', seconds)])]);
    const prepared = entries.prepare(before);
    const committed = entries.committed(after);
    expect(committed?.event.id).toBe(prepared?.event.id);
    expect(committed?.event.data).toMatchObject({ duration_seconds: 2.5 });
    expect(committed?.deliveries.map(({ id, text }) => [id, JSON.parse(text).seconds])).toEqual([
      [prepared?.deliveries[0]?.id, 2.5],
    ]);
  });

  it('lets a hook neither add messages nor take any back after the commit', () => {
    const { entries } = entriesOf([
      hookWith((seconds) => (seconds === null ? [to('a'), to('b')] : [to('c'), to('b'), to('d')])),
    ]);
    entries.prepare(before);
    expect(entries.committed(after)?.deliveries.map(({ message }) => message.target)).toEqual(['a', 'b']);
  });

  it('gives a committed migration the entry of its last try, and only once', () => {
    const { entries } = entriesOf([hookWith(() => [to('a')])]);
    entries.prepare(before);
    const second = entries.prepare(before);
    expect(entries.committed(after)?.event.id).toBe(second?.event.id);
    expect(entries.committed(after)).toBeNull();
  });

  it('leaves out a hook that throws or makes no JSON, and keeps the others', () => {
    const { entries, faults } = entriesOf([
      hookWith(() => {
        throw new Error('no');
      }),
      { ...hookWith(() => [to('a', () => {})]), name: 'function' },
      { ...hookWith(() => [{ text: 'hi' } as unknown as OutboxMessage]), name: 'without target' },
      { ...hookWith(() => [to('b')]), name: 'good' },
    ]);
    expect(entries.final(after)?.deliveries.map(({ hook }) => hook)).toEqual(['good']);
    expect(faults).toEqual(['audit', 'function', 'without target']);
  });
});
