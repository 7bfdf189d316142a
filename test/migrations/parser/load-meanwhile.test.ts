import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createParserMeanwhile } from '../../../src/migrations/parser/load-meanwhile.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function fakeParser() {
  const errorIn = vi.fn(() => null);
  return { errorIn, load: vi.fn(async () => errorIn) };
}

function deferred<T>() {
  let settle: { resolve(value: T): void; reject(reason: Error): void } | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: (value: T) => settle?.resolve(value), reject: (e: Error) => settle?.reject(e) };
}

it('loads the parser while an answer takes long, and calls it once behind the next question', async () => {
  const { errorIn, load } = fakeParser();
  const [connected, answered] = [deferred<string>(), deferred<string>()];
  const parser = createParserMeanwhile(load, Date.now);
  const connecting = parser.loadDuring(connected.promise);
  await vi.advanceTimersByTimeAsync(100);
  expect(load).toHaveBeenCalledOnce();
  connected.resolve('connected');
  expect(await connecting).toBe('connected');
  // An answer of the server would have waited for it.
  expect(errorIn).not.toHaveBeenCalled();
  const asking = parser.callDuring(answered.promise);
  expect(errorIn).not.toHaveBeenCalled();
  await expect.poll(() => errorIn.mock.calls.length).toBe(1);
  answered.resolve('answer');
  expect(await asking).toBe('answer');
});

it('calls no parser that was not loaded, and fails as the question does', async () => {
  const { errorIn, load } = fakeParser();
  const { callDuring } = createParserMeanwhile(load, Date.now);
  expect(await callDuring(Promise.resolve('answer'))).toBe('answer');
  await expect(callDuring(Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
  expect(errorIn).not.toHaveBeenCalled();
});

it('loads nothing where the answer comes at once', async () => {
  const { load } = fakeParser();
  expect(await createParserMeanwhile(load).loadDuring(Promise.resolve('connected'))).toBe('connected');
  await vi.advanceTimersByTimeAsync(100);
  expect(load).not.toHaveBeenCalled();
});

it('loads nothing while the process itself is at work, however long the answer takes', async () => {
  const { load } = fakeParser();
  let idleMs = 0;
  const { promise, resolve } = deferred<string>();
  const waited = createParserMeanwhile(load, () => idleMs).loadDuring(promise);
  idleMs = 24;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(load).not.toHaveBeenCalled();
  idleMs = 25;
  await vi.advanceTimersByTimeAsync(25);
  expect(load).toHaveBeenCalledOnce();
  resolve('connected');
  await waited;
});

it('fails as what is waited for does, and never because of the parser', async () => {
  const load = vi.fn(async () => Promise.reject(new Error('the parser is not there')));
  const { promise, reject } = deferred<string>();
  const waited = createParserMeanwhile(load, Date.now).loadDuring(promise);
  waited.catch(() => {});
  await vi.advanceTimersByTimeAsync(100);
  expect(load).toHaveBeenCalledOnce();
  reject(new Error('no such host'));
  await expect(waited).rejects.toThrow('no such host');
});
