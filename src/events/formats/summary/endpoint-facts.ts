import type { ConfitureEvent } from '../../event.js';
import type { Fact } from './fact.js';

/** The events that are about an endpoint. */
export type EndpointEvent = Extract<ConfitureEvent, { readonly data: { readonly endpoint: string } }>;

export function endpointFacts({ environment, data }: EndpointEvent): Fact[] {
  const head: Fact[] = [
    ['Endpoint', data.endpoint],
    ['Environment', environment],
  ];
  if ('message' in data) return [...head, ['Message', data.message]];
  return [
    ...head,
    ['Reason', 'reason' in data ? data.reason : null],
    ['Failures', String(data.failures)],
    ['Failing since', data.failing_since],
    ['Oldest waits since', 'oldest_waiting_since' in data ? data.oldest_waiting_since : null],
  ];
}
