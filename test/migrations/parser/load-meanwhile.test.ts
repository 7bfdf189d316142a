import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadMeanwhile } from '../../../src/migrations/parser/load-meanwhile.js';

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

it('loads the parser and calls it once while an answer takes long', async () => {
  const { errorIn, load } = fakeParser();
  const { promise, resolve } = deferred<string>();
  const waited = loadMeanwhile(promise, load, Date.now);
  await vi.advanceTimersByTimeAsync(100);
  expect(errorIn).toHaveBeenCalledOnce();
  resolve('connected');
  expect(await waited).toBe('connected');
});

it('loads nothing where the answer comes at once', async () => {
  const { load } = fakeParser();
  expect(await loadMeanwhile(Promise.resolve('connected'), load)).toBe('connected');
  await vi.advanceTimersByTimeAsync(100);
  expect(load).not.toHaveBeenCalled();
});

it('loads nothing while the process itself is at work, however long the answer takes', async () => {
  const { load } = fakeParser();
  let idleMs = 0;
  const { promise, resolve } = deferred<string>();
  const waited = loadMeanwhile(promise, load, () => idleMs);
  idleMs = 24;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(load).not.toHaveBeenCalled();
  idleMs = 25;
  await vi.advanceTimersByTimeAsync(25);
  expect(load).toHaveBeenCalledOnce();
  resolve('connected');
  await waited;
});

it('leaves the call out where the answer came while the parser was loaded', async () => {
  const { errorIn, load } = fakeParser();
  const [loaded, answer] = [deferred<typeof errorIn>(), deferred<string>()];
  load.mockReturnValue(loaded.promise);
  const waited = loadMeanwhile(answer.promise, load, Date.now);
  await vi.advanceTimersByTimeAsync(100);
  answer.resolve('connected');
  await waited;
  loaded.resolve(errorIn);
  await vi.advanceTimersByTimeAsync(0);
  expect(load).toHaveBeenCalledOnce();
  expect(errorIn).not.toHaveBeenCalled();
});

it('fails as what is waited for does, and never because of the parser', async () => {
  const load = vi.fn(async () => Promise.reject(new Error('the parser is not there')));
  const { promise, reject } = deferred<string>();
  const waited = loadMeanwhile(promise, load, Date.now);
  waited.catch(() => {});
  await vi.advanceTimersByTimeAsync(100);
  expect(load).toHaveBeenCalledOnce();
  reject(new Error('no such host'));
  await expect(waited).rejects.toThrow('no such host');
});
