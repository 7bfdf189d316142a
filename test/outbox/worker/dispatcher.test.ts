import { describe, expect, it } from 'vitest';
import { sampleEvent } from '../../../src/events/catalog.js';
import type { AttemptResult, OutboxHook } from '../../../src/hooks/define/outbox-hook.js';
import type { ClaimedDelivery } from '../../../src/outbox/store/claim.js';
import { Dispatcher, type FinishedAttempt } from '../../../src/outbox/worker/dispatcher.js';

const DONE: AttemptResult = { kind: 'done', text: 'HTTP 200' };

function delivery(id: string, endpoint: string, schedulePosition = 0): ClaimedDelivery {
  const event = sampleEvent('migration.completed');
  return { id, hook: 'webhooks', message: { endpoint }, event, schedulePosition };
}

function dispatcherWith(
  deliver: OutboxHook['deliver'],
  limits = { maxPerEndpoint: 2, maxConcurrency: 10 },
  endpoints?: OutboxHook['endpoints'],
  mayStart = () => true,
) {
  const finished: FinishedAttempt[] = [];
  const waiters: (() => void)[] = [];
  const dispatcher = new Dispatcher({
    hooks: [
      {
        name: 'webhooks',
        subscribes: ['migration.*'],
        messages: () => [],
        deliver,
        ...(endpoints && { endpoints }),
      },
    ],
    ...limits,
    now: () => 1_000,
    random: () => 0,
    describe: () => 'masked',
    mayStart,
    onDoubt: () => {},
    onFinished: (attempt) => {
      finished.push(attempt);
      for (const resolve of waiters.splice(0)) resolve();
    },
  });
  const next = () => new Promise<void>((resolve) => waiters.push(resolve));
  return { dispatcher, finished, next };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Dispatcher', () => {
  it('lets no endpoint wait for one that hangs', async () => {
    const { dispatcher, finished, next } = dispatcherWith(async ({ endpoint }) =>
      endpoint === 'hangs' ? new Promise<AttemptResult>(() => {}) : DONE,
    );
    dispatcher.take([...['a', 'b', 'c'].map((id) => delivery(id, 'hangs')), delivery('d', 'answers')]);
    await next();
    expect(finished.map((attempt) => attempt.delivery.id)).toEqual(['d']);
    expect(dispatcher.ids().sort()).toEqual(['a', 'b', 'c']);
    expect(dispatcher.inFlight).toBe(2);
    dispatcher.abort();
  });

  it('makes no attempt where the endpoint can be reached no more, and gives the delivery back', async () => {
    const known = ['audit', 'chat'];
    const answers: (() => void)[] = [];
    const deliver = () => new Promise<AttemptResult>((resolve) => answers.push(() => resolve(DONE)));
    const { dispatcher, finished, next } = dispatcherWith(
      deliver,
      { maxPerEndpoint: 1, maxConcurrency: 10 },
      () => known,
    );
    dispatcher.take([delivery('a', 'audit'), delivery('b', 'audit'), delivery('c', 'gone')]);
    expect(dispatcher.takeRejected()).toEqual(['c']);
    known.shift();
    answers[0]?.();
    await next();
    await settled();
    expect(finished.map((attempt) => attempt.delivery.id)).toEqual(['a']);
    expect(dispatcher.takeRejected()).toEqual(['b']);
  });

  it('starts nothing behind an attempt that ends once nothing may start any more', async () => {
    let mayStart = true;
    const answers: (() => void)[] = [];
    const deliver = () => new Promise<AttemptResult>((resolve) => answers.push(() => resolve(DONE)));
    const limits = { maxPerEndpoint: 1, maxConcurrency: 10 };
    const { dispatcher, next } = dispatcherWith(deliver, limits, undefined, () => mayStart);
    dispatcher.take([delivery('a', 'audit'), delivery('b', 'audit')]);
    mayStart = false;
    answers[0]?.();
    await next();
    await settled();
    expect(answers).toHaveLength(1);
    expect(dispatcher.ids()).toEqual(['b']);
  });

  it('is full when every endpoint has kept enough waiting, and not while one of them goes on', () => {
    const { dispatcher } = dispatcherWith(async () => new Promise<AttemptResult>(() => {}));
    expect(dispatcher.isFull).toBe(false);
    dispatcher.take([1, 2, 3, 4].map((number) => delivery(`a${number}`, 'audit')));
    expect(dispatcher.isFull, 'two under way, two waiting').toBe(true);
    dispatcher.take([delivery('b1', 'chat')]);
    expect(dispatcher.isFull).toBe(false);
    dispatcher.abort();
  });

  it('asks for twice as much for an endpoint that has used up what it had, and for less for one that hangs', async () => {
    const { dispatcher, next } = dispatcherWith(async ({ endpoint }) =>
      endpoint === 'hangs' ? new Promise<AttemptResult>(() => {}) : DONE,
    );
    const roomFor = (name: string) => dispatcher.rooms().find(({ endpoint }) => endpoint === name)?.room;
    dispatcher.take([1, 2, 3, 4].map((number) => delivery(`h${number}`, 'hangs')));
    dispatcher.take([delivery('a', 'answers')]);
    await next();
    expect(roomFor('answers')).toBe(8);
    expect(roomFor('answers'), 'nothing was sent since').toBe(4);
    expect(roomFor('hangs'), 'two started, two waiting, room for four').toBe(0);
    dispatcher.abort();
  });

  it('sends nothing more to an endpoint that wants no more, and gives back what it had for it', async () => {
    const asked: string[] = [];
    const { dispatcher, next } = dispatcherWith(
      async ({ endpoint }) => {
        asked.push(endpoint);
        return endpoint === 'gone'
          ? { ...DONE, kind: 'final', effect: { kind: 'disable', reason: 'gone' } }
          : DONE;
      },
      { maxPerEndpoint: 1, maxConcurrency: 10 },
    );
    dispatcher.take([
      delivery('a', 'gone'),
      delivery('b', 'gone'),
      delivery('c', 'gone'),
      delivery('d', 'audit'),
    ]);
    await next();
    await settled();
    expect(asked).toEqual(['gone', 'audit']);
    expect(dispatcher.takeRejected()).toEqual(['b', 'c']);
    expect(dispatcher.takeRejected()).toEqual([]);
  });

  it('has enough only where what was sent to has more waiting', async () => {
    const { dispatcher, next } = dispatcherWith(async () => DONE);
    expect(dispatcher.hasEnough).toBe(true);
    dispatcher.take([delivery('a', 'audit')]);
    await next();
    expect(dispatcher.hasEnough, 'it has been emptied').toBe(false);
    dispatcher.rooms();
    expect(dispatcher.hasEnough, 'nothing is sent to it any more').toBe(true);
  });

  it('gives a place to an endpoint that answers while others take theirs and hang', async () => {
    const limits = { maxPerEndpoint: 2, maxConcurrency: 4 };
    const { dispatcher, finished, next } = dispatcherWith(
      async ({ endpoint }) => (endpoint === 'answers' ? DONE : new Promise<AttemptResult>(() => {})),
      limits,
    );
    dispatcher.take([...'abcd'].map((id) => delivery(id, 'answers')));
    dispatcher.take([...'efgh'].map((id) => delivery(id, 'hangs')));
    dispatcher.take([...'ijkl'].map((id) => delivery(id, 'hangs too')));
    await next();
    await settled();
    expect(finished.length).toBeGreaterThan(1);
    dispatcher.abort();
  });

  it.each([undefined, {}, { kind: 'done' }, { kind: 'perhaps', text: 'x' }])(
    'counts %j, which is no result, as an attempt that failed',
    async (answer) => {
      const { dispatcher, finished, next } = dispatcherWith(async () => answer as AttemptResult);
      dispatcher.take([delivery('a', 'audit')]);
      await next();
      expect(finished[0]?.result).toMatchObject({
        kind: 'retry',
        text: 'the hook gave no result of an attempt',
      });
    },
  );

  it('turns a throw into an attempt that failed, on the quick schedule, with what was thrown masked', async () => {
    const { dispatcher, finished, next } = dispatcherWith(() => {
      throw new Error('invented-secret');
    });
    dispatcher.take([delivery('a', 'audit', 1)]);
    await next();
    expect(finished[0]?.result).toEqual({ kind: 'retry', text: 'masked', nextAttemptAt: 5_000 });
  });

  it('has no result for what was called off, so that it counts as no attempt', async () => {
    let signal: AbortSignal | undefined;
    const { dispatcher, finished } = dispatcherWith((_message, attempt) => {
      signal = attempt.signal;
      return new Promise(() => {});
    });
    dispatcher.take([delivery('a', 'audit')]);
    dispatcher.abort();
    await settled();
    expect({ finished, aborted: signal?.aborted, inFlight: dispatcher.inFlight }).toEqual({
      finished: [],
      aborted: true,
      inFlight: 0,
    });
  });

  it('starts nothing while it is paused, and lets go of what was lost', async () => {
    const asked: string[] = [];
    const { dispatcher, next } = dispatcherWith(async (_message, { event }) => {
      asked.push(event.id);
      return DONE;
    });
    dispatcher.pause();
    dispatcher.take([delivery('a', 'audit'), delivery('b', 'audit')]);
    dispatcher.keepOnly(new Set(['b']));
    expect(asked).toEqual([]);
    dispatcher.resume();
    await next();
    expect(asked).toHaveLength(1);
    expect(dispatcher.held).toBe(0);
  });
});
