import { describe, expect, it } from 'vitest';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { AttemptResult, OutboxHook } from '../../../src/hooks/define/outbox-hook.js';
import type { ClaimedDelivery } from '../../../src/outbox/store/claim.js';
import { Courier, type FinishedAttempt } from '../../../src/outbox/worker/courier.js';

const DONE: AttemptResult = { kind: 'done', text: 'HTTP 200' };

function delivery(id: string, target: string, schedulePosition = 0): ClaimedDelivery {
  const message = { target, eventType: 'migration.completed', migration: null };
  return { id, hook: 'webhooks', message, event: sampleEvent('migration.completed'), schedulePosition };
}

function courierWith(deliver: OutboxHook['deliver'], limits = { perTarget: 2, together: 10 }) {
  const finished: FinishedAttempt[] = [];
  const waiters: (() => void)[] = [];
  const courier = new Courier({
    hooks: [{ name: 'webhooks', on: ['post_execute'], messages: () => [], deliver }],
    ...limits,
    now: () => 1_000,
    random: () => 0,
    describe: () => 'masked',
    isLeaseSure: () => true,
    onDoubt: () => {},
    onFinished: (attempt) => {
      finished.push(attempt);
      for (const resolve of waiters.splice(0)) resolve();
    },
  });
  const next = () => new Promise<void>((resolve) => waiters.push(resolve));
  return { courier, finished, next };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Courier', () => {
  it('lets no target wait for one that hangs', async () => {
    const { courier, finished, next } = courierWith(async ({ target }) =>
      target === 'hangs' ? new Promise<AttemptResult>(() => {}) : DONE,
    );
    courier.take([...['a', 'b', 'c'].map((id) => delivery(id, 'hangs')), delivery('d', 'answers')]);
    await next();
    expect(finished.map((attempt) => attempt.delivery.id)).toEqual(['d']);
    expect(courier.ids().sort()).toEqual(['a', 'b', 'c']);
    expect(courier.underWay).toBe(2);
    courier.abort();
  });

  it('is full when every target has kept enough waiting, and not while one of them goes on', () => {
    const { courier } = courierWith(async () => new Promise<AttemptResult>(() => {}));
    expect(courier.isFull).toBe(false);
    courier.take([1, 2, 3, 4].map((number) => delivery(`a${number}`, 'audit')));
    expect(courier.isFull, 'two under way, two waiting').toBe(true);
    courier.take([delivery('b1', 'chat')]);
    expect(courier.isFull).toBe(false);
    courier.abort();
  });

  it('asks for twice as much for a target that has used up what it had, and for less for one that hangs', async () => {
    const { courier, next } = courierWith(async ({ target }) =>
      target === 'hangs' ? new Promise<AttemptResult>(() => {}) : DONE,
    );
    const roomFor = (name: string) => courier.rooms().find(({ target }) => target === name)?.room;
    courier.take([1, 2, 3, 4].map((number) => delivery(`h${number}`, 'hangs')));
    courier.take([delivery('a', 'answers')]);
    await next();
    expect(roomFor('answers')).toBe(8);
    expect(roomFor('answers'), 'nothing was sent since').toBe(4);
    expect(roomFor('hangs'), 'two started, two waiting, room for four').toBe(0);
    courier.abort();
  });

  it('sends nothing more to a target that wants no more, and gives back what it had for it', async () => {
    const asked: string[] = [];
    const { courier, next } = courierWith(
      async ({ target }) => {
        asked.push(target);
        return target === 'gone'
          ? { ...DONE, kind: 'final', effect: { kind: 'disable', reason: 'gone' } }
          : DONE;
      },
      { perTarget: 1, together: 10 },
    );
    courier.take([
      delivery('a', 'gone'),
      delivery('b', 'gone'),
      delivery('c', 'gone'),
      delivery('d', 'audit'),
    ]);
    await next();
    await settled();
    expect(asked).toEqual(['gone', 'audit']);
    expect(courier.takeUnwanted()).toEqual(['b', 'c']);
    expect(courier.takeUnwanted()).toEqual([]);
  });

  it('has enough only where what was sent to has more waiting', async () => {
    const { courier, next } = courierWith(async () => DONE);
    expect(courier.hasEnough).toBe(true);
    courier.take([delivery('a', 'audit')]);
    await next();
    expect(courier.hasEnough, 'it has been emptied').toBe(false);
    courier.rooms();
    expect(courier.hasEnough, 'nothing is sent to it any more').toBe(true);
  });

  it('gives a place to a target that answers while others take theirs and hang', async () => {
    const limits = { perTarget: 2, together: 4 };
    const { courier, finished, next } = courierWith(
      async ({ target }) => (target === 'answers' ? DONE : new Promise<AttemptResult>(() => {})),
      limits,
    );
    courier.take([...'abcd'].map((id) => delivery(id, 'answers')));
    courier.take([...'efgh'].map((id) => delivery(id, 'hangs')));
    courier.take([...'ijkl'].map((id) => delivery(id, 'hangs too')));
    await next();
    await settled();
    expect(finished.length).toBeGreaterThan(1);
    courier.abort();
  });

  it.each([undefined, {}, { kind: 'done' }, { kind: 'perhaps', text: 'x' }])(
    'counts %j, which is no result, as an attempt that failed',
    async (answer) => {
      const { courier, finished, next } = courierWith(async () => answer as AttemptResult);
      courier.take([delivery('a', 'audit')]);
      await next();
      expect(finished[0]?.result).toMatchObject({
        kind: 'retry',
        text: 'the hook gave no result of an attempt',
      });
    },
  );

  it('turns a throw into an attempt that failed, on the quick schedule, with what was thrown masked', async () => {
    const { courier, finished, next } = courierWith(() => {
      throw new Error('invented-secret');
    });
    courier.take([delivery('a', 'audit', 1)]);
    await next();
    expect(finished[0]?.result).toEqual({ kind: 'retry', text: 'masked', nextAttemptAt: 5_000 });
  });

  it('has no result for what was called off, so that it counts as no attempt', async () => {
    let signal: AbortSignal | undefined;
    const { courier, finished } = courierWith((_message, attempt) => {
      signal = attempt.signal;
      return new Promise(() => {});
    });
    courier.take([delivery('a', 'audit')]);
    courier.abort();
    await settled();
    expect({ finished, aborted: signal?.aborted, underWay: courier.underWay }).toEqual({
      finished: [],
      aborted: true,
      underWay: 0,
    });
  });

  it('starts nothing while it is paused, and lets go of what was lost', async () => {
    const asked: string[] = [];
    const { courier, next } = courierWith(async (_message, { event }) => {
      asked.push(event.id);
      return DONE;
    });
    courier.pause();
    courier.take([delivery('a', 'audit'), delivery('b', 'audit')]);
    courier.keepOnly(new Set(['b']));
    expect(asked).toEqual([]);
    courier.resume();
    await next();
    expect(asked).toHaveLength(1);
    expect(courier.inHand).toBe(0);
  });
});
