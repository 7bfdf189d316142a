import type { EndpointStatistics } from '../../api/generated.js';

/** What is done with that which an endpoint has missed: with its count for all of it, without for that `since` a time. */
export function missedText(
  statistics: Pick<EndpointStatistics, 'failed' | 'waiting'> | undefined,
  since = '',
): string {
  if (since !== '') return `send again what it missed since “${since}”, ten a second`;
  if (statistics === undefined) return 'send again what it missed';
  const { failed, waiting } = statistics;
  const count = failed.count + waiting.count;
  if (count === 0) return 'nothing is sent again: it has missed nothing';
  if (count === 1) return 'send again the delivery that failed or waits';
  const more = failed.capped || waiting.capped ? ' or more' : '';
  return `send again ${count.toLocaleString('en')}${more} deliveries that failed or wait, ten a second`;
}

/** What is discarded with an endpoint, with its count; null where nothing waits or nothing is known. */
export function lostText(statistics: Pick<EndpointStatistics, 'waiting'> | undefined): string | null {
  if (statistics === undefined || statistics.waiting.count === 0) return null;
  const { count, capped } = statistics.waiting;
  if (count === 1) return 'the delivery that waits for it';
  return `${count.toLocaleString('en')}${capped ? ' or more' : ''} deliveries that wait for it`;
}
