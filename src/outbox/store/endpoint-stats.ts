import { storableText } from '../records/storable.js';
import type { FinishedAttempt } from '../worker/dispatcher.js';
import { storableDetails } from './attempt-details.js';
import type { EndpointStats } from './endpoint-state.js';
import type { SettledAttempt } from './settle.js';

/** The stored form of an attempt; `nowMs` is the clock that `nextAttemptAt` was made with. */
export function settledOf({ delivery, result, durationMs }: FinishedAttempt, nowMs: number): SettledAttempt {
  const { answer, error, details } = result;
  const isExhausted = result.kind === 'retry' && result.nextAttemptAt === null;
  return {
    id: delivery.id,
    outcome: isExhausted ? 'final' : result.kind,
    delayMs: result.kind === 'retry' ? Math.max(0, (result.nextAttemptAt ?? nowMs) - nowMs) : 0,
    result: storableText(isExhausted ? `${result.text}; it was the last attempt` : result.text),
    durationMs,
    answerStatus: answer?.status ?? null,
    answerText: answer ? storableText(answer.text) : null,
    error: answer === undefined && result.kind !== 'done' ? (error ?? 'other') : null,
    details: storableDetails(details),
  };
}

/** What a batch of attempts says about each of its endpoints. */
export function statsOf(attempts: readonly FinishedAttempt[], nowMs: number): EndpointStats[] {
  const stats = new Map<string, EndpointStats>();
  for (const { delivery, result } of attempts) {
    const { hook, message } = delivery;
    const key = JSON.stringify([hook, message.endpoint]);
    const before = stats.get(key);
    const isDone = result.kind === 'done';
    const throttleMs = result.effect?.kind === 'throttle' ? result.effect.untilMs - nowMs : null;
    const lastFailure = isDone ? before?.lastFailure : storableText(result.text);
    const disableReason = result.effect?.kind === 'disable' ? storableText(result.effect.reason) : null;
    stats.set(key, {
      hook,
      endpoint: message.endpoint,
      successes: (before?.successes ?? 0) + (isDone ? 1 : 0),
      failures: (before?.failures ?? 0) + (isDone ? 0 : 1),
      throttleMs: longest(before?.throttleMs ?? null, throttleMs),
      disableReason: before?.disableReason ?? disableReason,
      ...(lastFailure !== undefined && { lastFailure }),
    });
  }
  return [...stats.values()];
}

function longest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
