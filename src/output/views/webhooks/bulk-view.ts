import { momentText } from '../../../text/moment.js';
import { displayText } from '../../terminal/display-text.js';
import { formatCount } from '../../terminal/wording.js';

export interface EndpointCount {
  readonly endpoint: string;
  readonly count: number;
}

/** What `webhooks retry` has made due. */
export function retriedView({
  state,
  count,
  unreachable,
  moved,
}: {
  readonly state: string;
  readonly count: number;
  /** How many of them cannot be sent from here. */
  readonly unreachable: number;
  /** Their endpoints that have had another URL. */
  readonly moved: readonly { readonly endpoint: string; readonly since: Date }[];
}): string {
  if (count === 0)
    return state === 'failed' ? 'No delivery has failed since then.' : `No delivery that is ${state} fits.`;
  const object = count === 1 ? 'it' : 'them';
  const elsewhere =
    unreachable > 0 ? ` Not from here for ${unreachable} of ${count}: the endpoint is not configured.` : '';
  return `${formatCount(count, 'delivery is', 'deliveries are')} due now: \`confiture webhooks deliver\` sends ${object}, or a worker does.${elsewhere}${moved.map(newUrl).join('')}`;
}

function newUrl({ endpoint, since }: { readonly endpoint: string; readonly since: Date }): string {
  return ` ${displayText(endpoint)} has another URL since ${momentText(since)}: all goes to the new one.`;
}

/** What `webhooks discard` has settled. */
export function discardedView(endpoints: readonly EndpointCount[]): string {
  const count = totalOf(endpoints);
  if (count === 0) return 'No delivery fits: nothing was discarded.';
  return [
    `${formatCount(count, 'delivery', 'deliveries')} discarded${listOf(endpoints)}.`,
    `Nothing waits for ${count === 1 ? 'it' : 'them'} any more; \`confiture webhooks retry --state discarded\`, with a filter, brings ${count === 1 ? 'it' : 'them'} back.`,
  ].join('\n');
}

/** What `webhooks replay` has made. */
export function replayedView(endpoint: string, count: number): string {
  if (count === 0)
    return `${displayText(endpoint)} was sent all of these events before, or takes none of them.`;
  return `${formatCount(count, 'event is', 'events are')} sent to ${displayText(endpoint)} now: \`confiture webhooks deliver\` does it, or a worker.`;
}

const VERBS = { retry: 'make due', discard: 'discard', replay: 'make' } as const;

/** What a bulk action would change. */
export function countView(action: keyof typeof VERBS, endpoints: readonly EndpointCount[]): string {
  const count = formatCount(totalOf(endpoints), 'delivery', 'deliveries');
  return `Dry run: would ${VERBS[action]} ${count}${listOf(endpoints)}. Nothing was changed.`;
}

/** ` (audit: 3, pager: 1)` */
function listOf(endpoints: readonly EndpointCount[]): string {
  if (endpoints.length === 0) return '';
  return ` (${endpoints.map(({ endpoint, count }) => `${displayText(endpoint)}: ${count}`).join(', ')})`;
}

function totalOf(endpoints: readonly EndpointCount[]): number {
  return endpoints.reduce((sum, { count }) => sum + count, 0);
}
