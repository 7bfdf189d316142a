import { expect, it, vi } from 'vitest';
import { type EventStreamOptions, eventStream } from '../../../src/server/stream/event-stream.js';
import { LiveEvents } from '../../../src/server/stream/live-events.js';
import type { StreamEntry } from '../../../src/server/stream/stream-entry.js';

const entry = (position: number, type = 'run.started', size = 0): StreamEntry => ({
  position,
  type,
  text: `id: ${position}\n${'x'.repeat(size)}\n\n`,
});
const entries = (from: number, to: number, size = 0) =>
  Array.from({ length: to - from + 1 }, (_, index) => entry(from + index, 'run.started', size));

/** A stream, and what it says piece by piece. */
function open(live: LiveEvents, changes: Partial<EventStreamOptions> = {}) {
  const end = new AbortController();
  const onEnd = vi.fn();
  const read = vi.fn(async () => [] as StreamEntry[]);
  const options = {
    live,
    read,
    readNewest: async () => live.newest ?? 0,
    after: null,
    types: [],
    changes: null,
    signal: end.signal,
    onEnd,
    heartbeatMs: 5,
  };
  const reader = eventStream({ ...options, ...changes }).getReader();
  const decoder = new TextDecoder();
  const next = async () => {
    const { value, done } = await reader.read();
    return done ? null : decoder.decode(value);
  };
  return { next, end, onEnd, read, cancel: () => reader.cancel() };
}

function liveAt(position: number, kept?: number): LiveEvents {
  const live = new LiveEvents(kept);
  live.begin(position);
  return live;
}

it('begins with its place, so that a client that was told nothing can go on from there', async () => {
  const { next } = open(liveAt(7));
  expect(await next()).toBe('retry: 2000\nid: 7\n: open\n\n');
});

it('waits for the place where the database has not been reached yet', async () => {
  const live = new LiveEvents();
  const { next } = open(live);
  const first = next();
  live.begin(3);
  expect(await first).toContain('id: 3\n');
});

it('keeps the link alive, and moves its place past events that were not asked for', async () => {
  const live = liveAt(0);
  const { next } = open(live, { types: ['approval.*'] });
  await next();
  live.add(entries(1, 4));
  expect(await next()).toBe('id: 4\n: heartbeat\n\n');
  live.add([entry(5, 'approval.granted')]);
  expect(await next()).toBe('id: 5\n\n\n');
});

it('reads what is older than the newest, and says which events are not kept any more', async () => {
  const live = liveAt(0, 2);
  live.add(entries(1, 9));
  const read = vi.fn(async (position: number) => entries(5, 7).filter((each) => each.position > position));
  const { next } = open(live, { after: 2, read });
  await next();
  expect(await next()).toBe(`event: gap\ndata: {"from": 3, "to": 4}\n\n${texts(5, 7)}`);
  expect(await next()).toBe(texts(8, 9));
  expect(read).toHaveBeenCalledExactlyOnceWith(2, expect.any(Number));

  const { next: afterNothing } = open(live, { after: 2 });
  await afterNothing();
  expect(await afterNothing()).toBe('event: gap\ndata: {"from": 3, "to": 7}\n\n');
  expect(await afterNothing()).toBe(texts(8, 9));
});

it('makes a piece when the one before has gone out, and none that is large', async () => {
  const live = liveAt(0);
  const { next } = open(live);
  await next();
  live.add(entries(1, 100, 10_000));
  const first = await next();
  expect(first?.length).toBeLessThan(100_000);
  let told = first ?? '';
  while (!told.includes('id: 100\n')) told += await next();
  expect(told).toBe(
    entries(1, 100, 10_000)
      .map(({ text }) => text)
      .join(''),
  );
});

it('ends once, whether it is ended here or by its client', async () => {
  const ended = open(liveAt(0), { heartbeatMs: 60_000 });
  await ended.next();
  const last = ended.next();
  ended.end.abort();
  expect(await last).toBeNull();
  expect(ended.onEnd).toHaveBeenCalledOnce();

  const left = open(liveAt(0));
  await left.next();
  await left.cancel();
  left.end.abort();
  expect(left.onEnd).toHaveBeenCalledOnce();
});

function texts(from: number, to: number): string {
  return entries(from, to)
    .map(({ text }) => text)
    .join('');
}

it('goes on behind a position that another server has told and this one has not seen yet', async () => {
  const live = liveAt(0);
  const { next } = open(live, { after: 2, readNewest: async () => 3 });
  expect(await next()).toBe('retry: 2000\nid: 2\n: open\n\n');
  live.add(entries(1, 3));
  expect(await next()).toBe('id: 3\n\n\n');
});
