import { expect } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import type { DeliveryState } from '../../../src/outbox/log/delivery-filter.js';
import { listAttempts, listDeliveries, listEndpoints } from '../../../src/outbox/log/list.js';
import { SCOPE } from '../outbox-bench.js';
import type { Ending } from './hostile-kind.js';

/** What the outbox holds of a delivery and its endpoint; times are seconds after a pass. */
export interface Stored {
  readonly state: DeliveryState;
  readonly result: string | null;
  readonly answer: { readonly status: number; readonly text: string | null } | null;
  readonly nextSeconds: number | null;
  readonly throttledSeconds: number | null;
  readonly disabledReason: string | null;
  /** Results in the log of attempts. */
  readonly log: readonly string[];
  readonly leased: boolean;
}

/** What the outbox holds, by the name of the endpoint; where it has several deliveries, the newest. */
export async function readStored(connection: Connection, at: Date): Promise<Record<string, Stored>> {
  const deliveries = await listDeliveries(connection, SCOPE, { limit: 1000 });
  const endpoints = new Map(
    (await listEndpoints(connection, SCOPE)).map((endpoint) => [endpoint.endpoint, endpoint]),
  );
  const after = (moment: Date | null | undefined) =>
    moment ? (moment.getTime() - at.getTime()) / 1000 : null;
  const stored: Record<string, Stored> = {};
  for (const { id, endpoint, state, lastResult, dueAt, leased } of deliveries.reverse()) {
    const attempts = await listAttempts(connection, id);
    const { answerStatus = null, answerText = null } = attempts.at(-1) ?? {};
    stored[endpoint] = {
      state,
      result: lastResult,
      answer: answerStatus === null ? null : { status: answerStatus, text: answerText },
      nextSeconds: after(dueAt),
      throttledSeconds: after(endpoints.get(endpoint)?.throttledUntil),
      disabledReason: endpoints.get(endpoint)?.disabledReason ?? null,
      log: attempts.map(({ result }) => result),
      leased,
    };
  }
  return stored;
}

/** What `readStored` must say after one attempt that ended so. */
export function storedAfter(ending: Ending, schedule: 'confiture' | 'sensei'): Record<keyof Stored, unknown> {
  const { [schedule]: next, answer, throttled, disabledReason } = ending;
  const result = textOrMatch(ending.result);
  return {
    state: typeof next === 'number' ? 'waiting' : next,
    result,
    answer: answer && { status: answer.status, text: textOrMatch(answer.text) },
    nextSeconds: typeof next === 'number' ? next : null,
    throttledSeconds: throttled?.[schedule] ?? null,
    disabledReason,
    log: [result],
    leased: false,
  };
}

function textOrMatch(text: string | RegExp): unknown {
  return typeof text === 'string' ? text : expect.stringMatching(text);
}
