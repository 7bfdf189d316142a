import { expect, it } from 'vitest';
import { eventLead, eventsLead } from '../../../../../src/server/dashboard/screens/events/event-leads.js';
import type { LeadPart } from '../../../../../src/server/dashboard/screens/lead-line.js';

const count = (number: number, capped = false) => ({ count: number, capped });
const AT = '2026-01-01T00:00:00Z';
const LAST = { type: 'run.failed', created_at: AT };
const textOf = (parts: readonly LeadPart[]) =>
  parts.map((part) => (typeof part === 'string' ? part : 'at' in part ? 'then' : part.text)).join('');

it.each([
  ['Each change of a state, as it is told to the endpoints.', {}, undefined],
  [
    'Each change of a state, as it is told to the endpoints.',
    {},
    { all: count(0), last: null, undelivered: { failed: count(0), waiting: count(0) } },
  ],
  [
    'The last is run.failed, then. 2 deliveries failed; more than 10,000 wait to be sent.',
    {},
    { all: count(10_000, true), last: LAST, undelivered: { failed: count(2), waiting: count(10_000, true) } },
  ],
  [
    'More than 10,000 events fit this filter, the last then. Of their deliveries, none failed; 1 waits to be sent.',
    { type: 'run.*' },
    { all: count(10_000, true), last: LAST, undelivered: { failed: count(0), waiting: count(1) } },
  ],
  [
    '1 event fits this filter, the last then.',
    { since: '24h' },
    { all: count(1), last: LAST, undelivered: null },
  ],
] as const)('events begin with the newest and with who was told: %s', (sentence, filter, counts) => {
  expect(textOf(eventsLead(counts, filter))).toBe(sentence);
});

const delivery = (state: 'waiting' | 'delivered' | 'failed' | 'discarded', off: string | null = null) => ({
  state,
  sending: false,
  endpoint_disabled: off,
});

it.each([
  ['No endpoint subscribes to it.', []],
  ['Its endpoint has it.', [delivery('delivered')]],
  ['All 2 endpoints have it.', [delivery('delivered'), delivery('delivered', 'by hand')]],
  ['No endpoint has it: 1 is held.', [delivery('waiting', 'by hand')]],
  [
    '1 of 6 endpoints has it: 2 failed, 1 waits, 1 is held, 1 was given up.',
    [
      delivery('delivered'),
      delivery('failed'),
      delivery('failed'),
      delivery('waiting'),
      delivery('waiting', 'by hand'),
      delivery('discarded'),
    ],
  ],
] as const)('an event begins with how far it came: %s', (sentence, deliveries) => {
  expect(eventLead(deliveries)).toBe(sentence);
});
