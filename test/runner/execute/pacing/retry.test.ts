import { expect, it } from 'vitest';
import { RetryBudget } from '../../../../src/runner/execute/pacing/retry.js';

const serverError = (code: string) => Object.assign(new Error('no'), { code, severity: 'ERROR' });

/** A random source below zero makes every wait one of no length. */
const atOnce = () => -1;

function budget(random: () => number, signal = new AbortController().signal) {
  const tries: [sqlstate: string, attempt: number, waitMs: number][] = [];
  const retries = new RetryBudget();
  const allows = (error: unknown) =>
    retries.allows(error, { signal, random, onRetry: (...facts) => tries.push(facts) });
  return { retries, tries, allows };
}

it('tries again after a lock time-out, a deadlock or a serialization failure, five times at most', async () => {
  const { tries, allows } = budget(atOnce);
  const codes = ['55P03', '40P01', '40001', '55P03', '55P03', '55P03'];
  const answers: boolean[] = [];
  for (const code of codes) answers.push(await allows(serverError(code)));
  expect(answers).toEqual([true, true, true, true, true, false]);
  expect(tries.map(([sqlstate, attempt]) => [sqlstate, attempt])).toEqual(
    codes.slice(0, 5).map((code, index) => [code, index + 1]),
  );
});

it('waits twice as long each time, with jitter', async () => {
  const abort = new AbortController();
  const { tries, allows } = budget(() => 0.5, abort.signal);
  const first = allows(serverError('55P03'));
  const second = allows(serverError('55P03'));
  abort.abort();
  expect(await Promise.all([first, second])).toEqual([false, false]);
  expect(tries.map(([, , waitMs]) => waitMs)).toEqual([375, 750]);
});

it('starts anew for the next migration', async () => {
  const { retries, allows } = budget(atOnce);
  for (let n = 0; n < 5; n += 1) await allows(serverError('55P03'));
  retries.refill();
  expect(await allows(serverError('55P03'))).toBe(true);
});

it.each([serverError('42P01'), serverError('57014'), new Error('read ECONNRESET')])(
  'gives up at once after %s',
  async (error) => {
    expect(await budget(atOnce).allows(error)).toBe(false);
  },
);
