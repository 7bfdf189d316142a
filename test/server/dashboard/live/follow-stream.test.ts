import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.stubGlobal('document', { baseURI: 'http://127.0.0.1/confiture/' });
const { followStream } = await import('../../../../src/server/dashboard/live/follow-stream.js');

/** What the server does with one request for the stream. */
type Answer = (signal?: AbortSignal | null) => Response | Promise<Response>;

const stream = (...parts: string[]): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
        controller.close();
      },
    }),
  );

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Follows a server that answers so, one answer a request, until it refuses or the answers are used up. */
async function follow(...answers: Answer[]) {
  const asked: { readonly url: string; readonly lastEventId: string | null; readonly atMs: number }[] = [];
  const said: string[] = [];
  const end = new AbortController();
  const began = Date.now();
  vi.stubGlobal('fetch', async (url: string, { headers, signal }: RequestInit) => {
    asked.push({ url, lastEventId: new Headers(headers).get('last-event-id'), atMs: Date.now() - began });
    const answer = answers.shift();
    if (answer !== undefined) return answer(signal);
    end.abort();
    throw end.signal.reason;
  });
  const following = followStream(
    {
      onState: (state) => said.push(state),
      onEvent: (type) => said.push(`event ${type}`),
      onRefused: () => said.push('refused'),
    },
    end.signal,
  );
  let isOver = false;
  void following.finally(() => {
    isOver = true;
  });
  for (let round = 0; round < 200 && !isOver; round += 1) await vi.advanceTimersByTimeAsync(500);
  expect(isOver).toBe(true);
  return { asked, said };
}

/** A stream that is open and tells nothing until it is given up. */
const silence: Answer = (signal) =>
  new Response(
    new ReadableStream({
      start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
    }),
  );

const refuse = () => new Response(null, { status: 401 });

it('goes on behind the last event after the stream was lost, wherever its bytes were cut', async () => {
  const { asked, said } = await follow(
    () => stream('id: 1\nevent: run.started\nda', 'ta: {}\n\nid: 2\nevent: run.completed\ndata: {}\n\n'),
    () => stream(),
    refuse,
  );
  expect(asked.map(({ url, lastEventId }) => [url, lastEventId])).toEqual([
    ['/confiture/v1/stream', null],
    ['/confiture/v1/stream', '2'],
    ['/confiture/v1/stream', '2'],
  ]);
  expect(said).toEqual([
    'live',
    'event run.started',
    'event run.completed',
    'connecting',
    'live',
    'connecting',
    'refused',
  ]);
});

it('gives up at once where the session is not let in any more', async () => {
  const { asked, said } = await follow(refuse);
  expect([asked.length, said]).toEqual([1, ['refused']]);
});

it('waits longer from try to try, ten seconds at most, and from the beginning once it was live', async () => {
  const fail = () => Promise.reject(new TypeError('fetch failed'));
  const busy = () => new Response(null, { status: 503 });
  const { asked } = await follow(fail, busy, fail, fail, fail, fail, fail, () => stream(), refuse);
  const times = asked.map(({ atMs }) => atMs);
  expect(times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 500,
  ]);
});

it('tells a server that is gone from one that only gives no stream', async () => {
  const fail = () => Promise.reject(new TypeError('fetch failed'));
  const { said } = await follow(
    () => stream(),
    fail,
    () => new Response(null, { status: 502 }),
    () => new Response(null, { status: 429 }),
    () => stream(),
    refuse,
  );
  expect(said).toEqual(['live', 'connecting', 'gone', 'gone', 'quiet', 'live', 'connecting', 'refused']);
});

it('opens the stream again where the link has been silent for too long', async () => {
  const { said } = await follow(silence, refuse);
  expect(said).toEqual(['live', 'connecting', 'refused']);
});

it('ends without a word where it is told to', async () => {
  const { said } = await follow();
  expect(said).toEqual([]);
});
