import { expect, it } from 'vitest';
import { ConnectTimes } from '../../../src/delivery/transport/connect-times.js';

const ORIGIN = 'https://hooks.example.com';

it('gives each request the times of the connection that was made for it, the oldest first', () => {
  const times = new ConnectTimes();
  const startedMs = performance.now();
  times.add(ORIGIN, { dnsMs: 1 });
  times.add(ORIGIN, { dnsMs: 2 });
  times.add('https://other.example.com', { dnsMs: 3 });
  expect([
    times.take(ORIGIN, startedMs),
    times.take(ORIGIN, startedMs),
    times.take(ORIGIN, startedMs),
  ]).toEqual([{ dnsMs: 1 }, { dnsMs: 2 }, {}]);
});

it('gives a request over an older connection none', () => {
  const times = new ConnectTimes();
  times.add(ORIGIN, { dnsMs: 1 });
  expect(times.take(ORIGIN, performance.now() + 1)).toEqual({});
});

it('keeps a bounded number for requests that were called off', () => {
  const times = new ConnectTimes();
  const startedMs = performance.now();
  for (let n = 0; n < 1_000; n += 1) times.add(ORIGIN, { dnsMs: n });
  expect(times.take(ORIGIN, startedMs)).toEqual({ dnsMs: 936 });
});
