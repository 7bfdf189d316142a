import type { CappedCount, Delivery, EventFilter } from '../../api/generated.js';
import {
  capital,
  figure,
  isOne,
  type UndeliveredCounts,
  undeliveredParts,
} from '../deliveries/delivery-leads.js';
import { deliveryState } from '../deliveries/delivery-state.js';
import type { LeadPart } from '../lead-line.js';

/** What is counted of the events of a filter. */
export interface EventCounts {
  readonly all: CappedCount;
  /** The newest; null where there is none. */
  readonly last: { readonly type: string; readonly created_at: string } | null;
  /** Of their deliveries; null where the filter names a time, which is another one of a delivery. */
  readonly undelivered: UndeliveredCounts | null;
}

/** What the list of events begins with: the newest, and whether the endpoints were told. */
export function eventsLead(counts: EventCounts | undefined, filter: EventFilter): readonly LeadPart[] {
  if (counts === undefined || counts.last === null)
    return ['Each change of a state, as it is told to the endpoints.'];
  const { all, last, undelivered } = counts;
  const isFiltered = Object.keys(filter).length > 0;
  const newest: LeadPart[] = isFiltered
    ? [`${capital(figure(all))} ${isOne(all) ? 'event fits' : 'events fit'} this filter, the last `]
    : [`The last is ${last.type}, `];
  const told =
    undelivered === null
      ? ['.']
      : isFiltered
        ? ['. Of their deliveries, ', ...undeliveredParts(undelivered, filter), '.']
        : ['. ', ...undeliveredParts(undelivered, filter, ['delivery', 'deliveries']), '.'];
  return [...newest, { at: last.created_at }, ...told];
}

/** Why an endpoint has not got an event, of one and of several. */
const UNTOLD: readonly (readonly [state: string, one: string, many: string])[] = [
  ['failed', 'failed', 'failed'],
  ['sending', 'is being sent', 'are being sent'],
  ['waiting', 'waits', 'wait'],
  ['held', 'is held', 'are held'],
  ['discarded', 'was given up', 'were given up'],
];

/** What an event begins with: which part of its endpoints has it, and why the others have not. */
export function eventLead(
  deliveries: readonly Pick<Delivery, 'state' | 'sending' | 'endpoint_disabled'>[],
): string {
  const { length: all } = deliveries;
  if (all === 0) return 'No endpoint subscribes to it.';
  const states = deliveries.map(deliveryState);
  const countOf = (state: string) => states.filter((each) => each === state).length;
  const told = countOf('delivered');
  if (told === all) return all === 1 ? 'Its endpoint has it.' : `All ${all} endpoints have it.`;
  const others = UNTOLD.flatMap(([state, one, many]) => {
    const count = countOf(state);
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  const begun =
    told === 0 ? 'No endpoint has it' : `${told} of ${all} endpoints ${told === 1 ? 'has' : 'have'} it`;
  return `${begun}: ${others.join(', ')}.`;
}
