import { createHash } from 'node:crypto';

/**
 * A mark of few bits that a URL leaves in the log of attempts, other for each event and endpoint: it says whether two
 * attempts of a delivery went to the same URL, and nothing of the URL itself.
 */
export function urlMark(
  url: string,
  delivery: { readonly eventId: string; readonly endpoint: string },
): string {
  const { eventId, endpoint } = delivery;
  return createHash('sha256').update(`${eventId} ${endpoint} ${url}`).digest('hex').slice(0, 8);
}
