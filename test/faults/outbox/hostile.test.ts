import type { LookupFunction } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebhooksHook } from '../../../hooks/webhooks.js';
import {
  answer,
  delivered,
  type HostileKind,
  type Next,
  SHORT_MS,
  TIMEOUT,
} from '../hostile/hostile-kind.js';
import {
  AT,
  endpointOf,
  hostileEndpoint,
  hostilePass,
  openHostile,
  openOutbox,
  openRecorder,
  sendingWith,
  webhooksAt,
} from '../hostile/hostile-pass.js';
import { answerTextKinds } from '../hostile/kinds-answer-text.js';
import { nonsenseKinds } from '../hostile/kinds-nonsense.js';
import { pouringKinds, streamingKinds } from '../hostile/kinds-pouring.js';
import { addressKinds, lookupOf, tlsKinds } from '../hostile/kinds-reach.js';
import { retryAfterKinds } from '../hostile/kinds-retry-after.js';
import { silentKinds } from '../hostile/kinds-silence.js';
import { statusKinds } from '../hostile/kinds-status.js';
import { peakGrowth } from '../hostile/peak-memory.js';
import { readStored, storedAfter } from '../hostile/stored.js';
import { entryFor, passAt, recordingHook, store } from '../outbox-bench.js';

/** Shorter than the 30 s after which an attempt is ended from outside: a kind must be done with by itself. */
const timeout = 15_000;

const MEBIBYTE = 1024 ** 2;
const MOST_ANSWER_BYTES = 16 * 1024;
const GOOD = storedAfter(delivered(200, '{"status": "received"}'), 'confiture');

const kindsByWhatTheyDo: readonly [what: string, kinds: readonly HostileKind[]][] = [
  ['says too little', silentKinds],
  ['does not keep to HTTP', nonsenseKinds],
  ['sends more than is read', pouringKinds],
  ['sends for as long as there is time', streamingKinds],
  ['answers with a status', statusKinds],
  ['says when to come back', retryAfterKinds],
  ['answers with a text', answerTextKinds],
  ['is not what its certificate should say', tlsKinds],
  ['is not where its URL should lead', addressKinds],
];

// Loading it counts as time of the first attempt.
beforeAll(() => import('undici'));

describe.each(kindsByWhatTheyDo)('a receiver that %s', (_what, kinds) => {
  // `Retry-After` can be a date, and the sender of the built-in hook reads the clock of the system.
  beforeEach(() => void vi.useFakeTimers({ now: AT, toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  it.each(kinds.map((kind) => [sentence(kind), kind] as const))('%s', { timeout }, async (_title, kind) => {
    const { stored, good, requests } = await hostilePass(kind);
    expect(stored).toEqual({
      confiture: storedAfter(kind.ending, 'confiture'),
      sensei: storedAfter(kind.ending, 'sensei'),
      good: GOOD,
    });
    const texts = Object.values(stored).map((one) => one.answer?.text ?? '');
    expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(MOST_ANSWER_BYTES);
    expect(Math.max(...requests), 'each is asked once').toBeLessThanOrEqual(1);
    expect(good.requests).toHaveLength(1);
  });
});

describe('a receiver that sends without an end', () => {
  it.each(named(pouringKinds))('gets rid of a few megabytes when it %s', { timeout }, async (_name, kind) => {
    const { bytesPoured } = await hostilePass(kind);
    expect(bytesPoured).toBeLessThan(32 * MEBIBYTE);
  });

  it.each(named([...pouringKinds, ...streamingKinds]))(
    'fills no memory when it %s',
    { timeout },
    async (_name, kind) => {
      const grown = await peakGrowth(() => hostilePass(kind));
      expect(grown).toBeLessThan(64 * MEBIBYTE);
    },
  );
});

describe('other deliveries', () => {
  it('are sent while a hostile receiver keeps its own waiting', { timeout }, async () => {
    const { url, connection } = await openOutbox();
    const good = await openRecorder();
    const { receiver } = await openHostile({
      onRequest: (socket) => void good.waitFor(3, timeout).then(() => socket.write(answer(204))),
    });
    await store(
      connection,
      [1, 2, 3].map((number) => entryFor(number, ['slow', 'good'])),
    );
    await passAt(url, webhooksTo({ slow: receiver.url, good: good.url }), AT);
    const stored = await readStored(connection, AT);
    expect(stored).toMatchObject({ slow: { state: 'delivered' }, good: { state: 'delivered' } });
  });

  it('all arrive among hostile receivers of every kind at once', { timeout: 60_000 }, async () => {
    const { url, connection } = await openOutbox();
    const good = await openRecorder();
    const kinds = kindsByWhatTheyDo.flatMap(([, some]) => some).filter(({ sender }) => !sender);
    const opened = await Promise.all(
      kinds.map(async (kind) => ({ kind, receiver: (await openHostile(kind)).receiver })),
    );
    const endpoints = opened.map(({ kind, receiver }, index) =>
      hostileEndpoint(kind, receiver, { name: `hostile-${index}` }),
    );
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    const names = ['good', ...endpoints.map(({ name }) => name)];
    await store(
      connection,
      numbers.map((number) => entryFor(number, number === 1 ? names : ['good'])),
    );
    await passAt(url, webhooksAt([...endpoints, endpointOf({ name: 'good', url: good.url })]), AT);
    const stored = Object.values(await readStored(connection, AT));
    expect(good.requests).toHaveLength(numbers.length);
    expect(stored.filter(({ log, leased }) => log.length !== 1 || leased)).toEqual([]);
  });

  it.each([
    ['a NUL', 'a\u0000b'],
    ['half of a character', 'a\ud83c'],
  ])('are noted where the hook says of another one what holds %s', async (_what, text) => {
    const { url, connection } = await openOutbox();
    const hook = recordingHook(({ endpoint }) => ({
      kind: 'final',
      text: endpoint === 'odd' ? text : 'well',
    }));
    await store(connection, [entryFor(1, ['odd', 'good'])]);
    await passAt(url, hook, AT);
    expect(await readStored(connection, AT)).toMatchObject({
      odd: { state: 'failed', log: [expect.stringMatching(/^a/)] },
      good: { state: 'failed', log: ['well'] },
    });
  });
});

describe('a hostile receiver, later', () => {
  it('gets nothing before the time it asked for is over, then all that waited', async () => {
    const { url, connection } = await openOutbox();
    const good = await openRecorder();
    const slow = await openRecorder({
      respond: (count) => (count > 1 ? 204 : (to) => to.writeHead(503, { 'Retry-After': '600' }).end()),
    });
    const requests: number[] = [];
    for (const [index, seconds] of [0, 599, 600].entries()) {
      await store(connection, [entryFor(index + 1, ['slow', 'good'])]);
      await passAt(url, webhooksTo({ slow: slow.url, good: good.url }, later(seconds)), later(seconds));
      requests.push(slow.requests.length, good.requests.length);
    }
    expect(requests).toEqual([1, 1, 1, 2, 4, 3]);
  });

  it('gets nothing more after a 410, and what is stored for it waits', async () => {
    const { url, connection } = await openOutbox();
    const [good, gone] = [await openRecorder(), await openRecorder({ respond: () => 410 })];
    const hook = webhooksTo({ gone: gone.url, good: good.url });
    await store(connection, [entryFor(1, ['gone', 'good'])]);
    expect(await passAt(url, hook, AT)).toEqual(['gone']);
    await store(connection, [entryFor(2, ['gone', 'good'])]);
    await passAt(url, hook, later(7 * 86_400));
    expect([gone.requests.length, good.requests.length]).toEqual([1, 2]);
    expect((await readStored(connection, AT)).gone).toMatchObject({ state: 'waiting', log: [] });
  });

  it('gets the event at the next attempt where it answers then', async () => {
    const { url, connection } = await openOutbox();
    const moody = await openRecorder({ respond: (count) => (count === 1 ? () => {} : 204) });
    const endpoint = endpointOf({ name: 'moody', url: moody.url, timeoutMs: SHORT_MS });
    await store(connection, [entryFor(1, ['moody'])]);
    for (const at of [AT, later(2)]) await passAt(url, webhooksAt([endpoint], at), at);
    const { moody: stored } = await readStored(connection, AT);
    expect(stored).toMatchObject({ state: 'delivered', log: [TIMEOUT, 'HTTP 204'] });
  });

  it.each([
    ['confiture', [2, 4, 8, 60, 300, 1800, 7200, 28_800, 86_400]],
    ['sensei', [60, 300, 1800, 7200, 28_800, 86_400]],
  ] as const)('is given up at the end of the schedule %s', { timeout }, async (schedule, delays) => {
    const { url, connection } = await openOutbox();
    const endpoint = endpointOf({ name: 'gone', url: 'http://127.0.0.1:1/', schedule });
    await store(connection, [entryFor(1, ['gone'])]);
    const waited: number[] = [];
    for (let at = AT, next: number | null | undefined = 0; typeof next === 'number'; ) {
      await passAt(url, webhooksAt([endpoint], at), at);
      next = (await readStored(connection, at)).gone?.nextSeconds;
      if (typeof next === 'number') waited.push(next);
      at = new Date(at.getTime() + (next ?? 0) * 1000);
    }
    expect(waited).toEqual(delays);
    const result = 'nothing listens at this address and port; it was the last attempt';
    expect((await readStored(connection, AT)).gone).toMatchObject({ state: 'failed', result });
  });

  it('is refused where its name has got another address since the attempt before', async () => {
    const { url, connection } = await openOutbox();
    const { receiver, sockets } = await openHostile({ onRequest: (socket) => socket.end(answer(500)) });
    const addresses = ['127.0.0.1', '10.0.0.5'];
    const lookup: LookupFunction = (...asked) => lookupOf(addresses.shift() ?? '')(...asked);
    const endpoint = endpointOf({
      name: 'public',
      url: `http://hooks.invented.test:${receiver.port}/`,
      source: 'database',
    });
    const hook = sendingWith({ lookup, allowedNetworks: ['127.0.0.0/8'] }, [endpoint]);
    await store(connection, [entryFor(1, ['public'])]);
    for (const at of [AT, later(2)]) await passAt(url, hook, at);
    const { public: stored } = await readStored(connection, AT);
    expect(stored).toMatchObject({
      state: 'failed',
      log: ['HTTP 500', expect.stringContaining('is private')],
    });
    expect(sockets).toHaveLength(1);
  });

  it('leads nobody to the place that it redirects to', async () => {
    const { url, connection } = await openOutbox();
    const endpoint = await openRecorder();
    const { receiver } = await openHostile({
      onRequest: (socket) => socket.write(answer(307, [`Location: ${endpoint.url}`])),
    });
    await store(connection, [entryFor(1, ['elsewhere'])]);
    await passAt(url, webhooksTo({ elsewhere: receiver.url }), AT);
    expect(endpoint.requests).toEqual([]);
  });
});

function later(seconds: number): Date {
  return new Date(AT.getTime() + seconds * 1000);
}

function webhooksTo(urls: Readonly<Record<string, string>>, at = AT): WebhooksHook {
  return webhooksAt(
    Object.entries(urls).map(([name, url]) => endpointOf({ name, url })),
    at,
  );
}

function named(kinds: readonly HostileKind[]) {
  return kinds.map((kind) => [kind.name, kind] as const);
}

function sentence({ name, ending: { result, confiture, sensei } }: HostileKind): string {
  const after = (next: Next) => (typeof next === 'number' ? `again in ${next} s` : next);
  return `${name}: "${result}"; ${after(confiture)}, on sensei ${after(sensei)}`;
}
