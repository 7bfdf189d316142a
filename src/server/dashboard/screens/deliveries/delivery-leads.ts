import type { CappedCount, DeliveryFilter, Webhook } from '../../api/generated.js';
import { needsLook } from '../endpoints/endpoint-state.js';
import type { LeadPart } from '../lead-line.js';

/** How many deliveries of a filter failed, and how many wait. */
export interface UndeliveredCounts {
  readonly failed: CappedCount;
  readonly waiting: CappedCount;
}

/** How many a filter has; of one that names a state this is all there is to say. */
export interface DeliveryCounts {
  readonly all: CappedCount;
  readonly undelivered: UndeliveredCounts | null;
}

/** What the list of deliveries begins with: what did not arrive, what is still to come, and who suffers. */
export function deliveriesLead(
  counts: DeliveryCounts | undefined,
  filter: DeliveryFilter,
  endpoints: readonly Pick<Webhook, 'state' | 'failing_since' | 'locked'>[] = [],
): readonly LeadPart[] {
  if (counts === undefined || counts.all.count === 0)
    return ['One event for one endpoint each, with what came of its attempts.'];
  const { all, undelivered } = counts;
  const found = `${capital(figure(all))} ${isOne(all) ? 'delivery fits' : 'deliveries fit'} this filter`;
  if (undelivered === null) return [`${found}.`];
  if (Object.keys(filter).length > 0) return [`${found}: `, ...undeliveredParts(undelivered, filter), '.'];
  const [failed, ...waiting] = undeliveredParts(undelivered, filter, ['delivery', 'deliveries']);
  const suffering = endpoints.filter(needsLook).length;
  return [
    failed,
    ...waiting,
    '.',
    ...(suffering === 0
      ? []
      : [
          ' ',
          { text: `${suffering} of ${endpoints.length} endpoints`, href: '/endpoints' },
          ` ${suffering === 1 ? 'needs' : 'need'} a look.`,
        ]),
  ];
}

/**
 * `26 failed; 4 wait to be sent`, each with the way to what it counts. `things` begin a sentence: `26 deliveries failed`.
 */
export function undeliveredParts(
  { failed, waiting }: UndeliveredCounts,
  filter: DeliveryFilter,
  things?: readonly [one: string, many: string],
): readonly [LeadPart, ...LeadPart[]] {
  const href = (state: string) =>
    `/deliveries?${new URLSearchParams([...Object.entries(filter), ['state', state]])}`;
  const noun = things === undefined ? '' : ` ${things[isOne(failed) ? 0 : 1]}`;
  const begun = `${figure(failed)}${noun} failed`;
  const none = things === undefined ? 'none failed' : `No ${things[0]} failed`;
  return [
    failed.count === 0 ? none : { text: things === undefined ? begun : capital(begun), href: href('failed') },
    '; ',
    waiting.count === 0
      ? 'none waits'
      : { text: `${figure(waiting)} ${isOne(waiting) ? 'waits' : 'wait'} to be sent`, href: href('waiting') },
  ];
}

/** A count that has an end says so: `more than 10,000`. */
export function figure({ count, capped }: CappedCount): string {
  return `${capped ? 'more than ' : ''}${count.toLocaleString('en')}`;
}

export function isOne({ count, capped }: CappedCount): boolean {
  return count === 1 && !capped;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
