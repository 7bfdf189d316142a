import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { createMigrator } from '../../src/index.js';

const UNREACHABLE = 'postgres://app@127.0.0.1:1/app';

it('leaves nothing on the signal of its caller, however many calls share it', async () => {
  const { signal } = new AbortController();
  const listeners = () => getEventListeners(signal, 'abort').length;
  const calls = Array.from({ length: 12 }, () =>
    createMigrator({ databaseUrl: UNREACHABLE, signal }).status(),
  );
  const during = listeners();
  await Promise.allSettled(calls);
  expect([during, listeners()]).toEqual([0, 0]);
});
