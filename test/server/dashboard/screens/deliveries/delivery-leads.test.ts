import { expect, it } from 'vitest';
import { deliveriesLead } from '../../../../../src/server/dashboard/screens/deliveries/delivery-leads.js';
import type { LeadPart } from '../../../../../src/server/dashboard/screens/lead-line.js';

const count = (number: number, capped = false) => ({ count: number, capped });
const MANY = count(10_000, true);
const textOf = (parts: readonly LeadPart[]) =>
  parts
    .map((part) => (typeof part === 'string' ? part : 'text' in part ? part.text : `at ${part.at}`))
    .join('');
const counts = (all: ReturnType<typeof count>, failed = count(0), waiting = count(0)) => ({
  all,
  undelivered: { failed, waiting },
});
const WELL = { state: 'enabled', failing_since: null, locked: null } as const;
const FAILING = { ...WELL, failing_since: '2026-01-01T00:00:00Z' };

it.each([
  ['One event for one endpoint each, with what came of its attempts.', undefined, []],
  ['One event for one endpoint each, with what came of its attempts.', counts(count(0)), [FAILING]],
  ['No delivery failed; none waits.', counts(count(8)), [WELL]],
  ['1 delivery failed; 1 waits to be sent.', counts(count(8), count(1), count(1)), []],
  [
    '26 deliveries failed; none waits. 1 of 2 endpoints needs a look.',
    counts(MANY, count(26)),
    [WELL, FAILING],
  ],
  ['No delivery failed; 1,204 wait to be sent.', counts(MANY, count(0), count(1_204)), [WELL]],
  [
    'More than 10,000 deliveries failed; more than 10,000 wait to be sent. 2 of 2 endpoints need a look.',
    counts(MANY, MANY, MANY),
    [FAILING, FAILING],
  ],
] as const)('deliveries begin with what did not arrive: %s', (sentence, found, endpoints) => {
  expect(textOf(deliveriesLead(found, {}, endpoints))).toBe(sentence);
});

it.each([
  ['1 delivery fits this filter: none failed; none waits.', { type: 'run.*' }, counts(count(1))],
  [
    '120 deliveries fit this filter: 2 failed; 1 waits to be sent.',
    { run: 'run_1' },
    counts(count(120), count(2), count(1)),
  ],
  ['26 deliveries fit this filter.', { state: 'failed' }, { all: count(26), undelivered: null }],
  ['More than 10,000 deliveries fit this filter.', { state: 'delivered' }, { all: MANY, undelivered: null }],
] as const)('a filter is told with how many it has: %s', (sentence, filter, found) => {
  expect(textOf(deliveriesLead(found, filter, [FAILING]))).toBe(sentence);
});

it('leads from what it counts to the deliveries that it counts', () => {
  const parts = deliveriesLead(counts(count(9), count(2), count(1)), { endpoint: 'a b', since: '24h' });
  expect(parts.filter((part) => typeof part !== 'string')).toEqual([
    { text: '2 failed', href: '/deliveries?endpoint=a+b&since=24h&state=failed' },
    { text: '1 waits to be sent', href: '/deliveries?endpoint=a+b&since=24h&state=waiting' },
  ]);
});
