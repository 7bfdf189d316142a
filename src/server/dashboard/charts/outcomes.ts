import { type Tone, toneOf } from '../parts/state-pill.js';
import type { Bucket } from './use-statistics.js';

/** What can have become of a delivery, in the order in which a bar stacks it; trouble stands on top. */
export const OUTCOMES = ['delivered', 'discarded', 'waiting', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A delivery that waits is sent by itself at its time; a run that waits does so for a person. */
export function outcomeTone(state: string): Tone {
  return state === 'waiting' ? 'due' : toneOf(state);
}

export function countOf(buckets: readonly Bucket[], outcome: Outcome): number {
  return buckets.reduce((sum, bucket) => sum + bucket[outcome], 0);
}

/** A count as text, with a sign where there are more than it says: `10,000+`. */
export function countText(count: number, isCapped: boolean): string {
  return `${count.toLocaleString('en')}${isCapped ? '+' : ''}`;
}

/** The list of deliveries with one outcome, of one bucket or of several that follow each other, and of one endpoint. */
export function deliveriesHref(
  outcome: Outcome,
  buckets: readonly Bucket[],
  bucketSeconds: number,
  endpoint: string | null = null,
): string {
  const since = buckets[0]?.start ?? '';
  const last = Date.parse(buckets.at(-1)?.start ?? since);
  const until = new Date(last + bucketSeconds * 1000 - 1).toISOString();
  const filter = { state: outcome, ...(endpoint !== null && { endpoint }), since, until };
  return `/deliveries?${new URLSearchParams(filter)}`;
}
