import { nextAttempt } from '../../delivery/request/schedule.js';
import { attemptErrors } from '../../hooks/define/attempt-facts.js';
import type { AttemptResult, OutboxHook } from '../../hooks/define/outbox-hook.js';
import type { ClaimedDelivery } from '../store/claim.js';

export interface AttemptOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Aborted when the process has to stop. */
  readonly stop: AbortSignal;
  /** Takes secrets out of what a hook throws. */
  readonly describe: (thrown: unknown) => string;
}

/** Longest time for one attempt, whatever the hook does. A lease is longer than this. */
const ATTEMPT_LIMIT_MS = 30_000;

/**
 * Makes one attempt. Never rejects: a hook that throws, or does not end in time, has failed and is called
 * again on the schedule `confiture`. Null where the process had to stop before it ended.
 */
export async function makeAttempt(
  hook: OutboxHook,
  { message, event, schedulePosition }: ClaimedDelivery,
  options: AttemptOptions,
): Promise<AttemptResult | null> {
  const number = schedulePosition + 1;
  const call = new AbortController();
  let end = () => {};
  const ended = new Promise<null>((resolve) => {
    end = () => {
      call.abort();
      resolve(null);
    };
  });
  const timer = setTimeout(end, ATTEMPT_LIMIT_MS);
  options.stop.addEventListener('abort', end, { once: true });
  if (options.stop.aborted) end();
  try {
    const delivered = (async () => hook.deliver(message, { number, event, signal: call.signal }))();
    const result = await Promise.race([delivered, ended]);
    if (options.stop.aborted) return null;
    if (result === null) return failed(number, `no answer within ${ATTEMPT_LIMIT_MS / 1000} s`, options);
    return isResult(result) ? result : failed(number, 'the hook gave no result of an attempt', options);
  } catch (thrown) {
    return options.stop.aborted ? null : failed(number, options.describe(thrown), options);
  } finally {
    clearTimeout(timer);
    options.stop.removeEventListener('abort', end);
  }
}

/** No compiler checks hooks in JavaScript, and a result that cannot be stored would hold up all that is stored with it. */
function isResult(result: AttemptResult | undefined): result is AttemptResult {
  if (!['done', 'final', 'retry'].includes(result?.kind ?? '') || typeof result?.text !== 'string')
    return false;
  const { answer, effect, error } = result;
  return (
    (error === undefined || attemptErrors.includes(error)) &&
    (result.kind !== 'retry' || result.nextAttemptAt === null || isMoment(result.nextAttemptAt)) &&
    (answer === undefined || (Number.isInteger(answer.status) && typeof answer.text === 'string')) &&
    (effect?.kind !== 'throttle' || isMoment(effect.untilMs)) &&
    (effect?.kind !== 'disable' || typeof effect.reason === 'string')
  );
}

/** A time that a date can hold, in milliseconds since the epoch. */
function isMoment(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

function failed(attempt: number, text: string, { now, random }: AttemptOptions): AttemptResult {
  const nextAttemptAt = nextAttempt({ schedule: 'confiture', attempt, nowMs: now(), random });
  return { kind: 'retry', text, nextAttemptAt };
}
