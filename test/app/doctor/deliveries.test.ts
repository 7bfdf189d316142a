import { expect, it } from 'vitest';
import { ok } from '../../../src/app/doctor/check.js';
import {
  checkForgotten,
  type EndpointFacts,
  withDeliveries,
  withRecordBacklog,
} from '../../../src/app/doctor/deliveries.js';

const CHECK = ok('endpoint audit', 'https://hooks.example.com');
const SINCE = new Date('2026-01-09T14:00:00Z');
const facts = (change: Partial<EndpointFacts> = {}): EndpointFacts => ({
  endpoint: 'audit',
  disabledReason: null,
  disabledAt: null,
  failures: 0,
  failingSince: null,
  waiting: 0,
  waitingSince: null,
  lastAnswers: [],
  ...change,
});

it('leaves an endpoint as it is that nothing is known of, or that is in order', () => {
  expect(withDeliveries(CHECK, undefined)).toEqual(CHECK);
  expect(withDeliveries(CHECK, facts({ lastAnswers: ['HTTP 200'] }))).toEqual({
    ...CHECK,
    message: 'https://hooks.example.com; last answers: HTTP 200',
  });
});

it.each([
  [
    'is switched off',
    { disabledAt: SINCE, disabledReason: 'it answered 410 Gone' },
    'switched off since 2026-01-09 14:00:00Z: it answered 410 Gone',
    'webhooks enable audit',
  ],
  [
    'fails',
    { failures: 17, failingSince: SINCE, waiting: 2, waitingSince: SINCE, lastAnswers: ['HTTP 404'] },
    'failing since 2026-01-09 14:00:00Z, 17 attempts in a row; 2 waiting, the oldest since 2026-01-09 14:00:00Z; last answers: HTTP 404',
    'webhooks test audit',
  ],
] as const)('warns of one that %s, and says what to do', (_, change, message, hint) => {
  const check = withDeliveries(CHECK, facts(change));
  expect(check).toMatchObject({ verdict: 'warning', message: `https://hooks.example.com; ${message}` });
  expect(check.hint).toContain(hint);
});

it('warns of endpoints that are not configured and that deliveries wait for', () => {
  const all = [facts({ waiting: 3, waitingSince: SINCE }), facts({ endpoint: 'settled' })];
  expect(checkForgotten(all, ['audit'])).toEqual([]);
  expect(checkForgotten(all, [])).toMatchObject([
    { name: 'endpoint audit', verdict: 'warning', hint: expect.stringContaining('discard --endpoint audit') },
  ]);
});

it('counts what is stored and not yet a delivery, also for an endpoint of which nothing else is known', () => {
  const earlier = new Date('2026-01-08T14:00:00Z');
  const known = [facts({ waiting: 2, waitingSince: SINCE, failures: 1 })];
  const stored = [
    { endpoint: 'audit', waiting: 3, waitingSince: earlier },
    { endpoint: 'chat', waiting: 1, waitingSince: SINCE },
  ];
  expect(withRecordBacklog(known, stored)).toMatchObject([
    { endpoint: 'audit', waiting: 5, waitingSince: earlier, failures: 1 },
    { endpoint: 'chat', waiting: 1, waitingSince: SINCE, failures: 0, disabledAt: null },
  ]);
});
