import { expect, it } from 'vitest';
import { countText, deliveriesHref } from '../../../../src/server/dashboard/charts/outcomes.js';
import type { Bucket } from '../../../../src/server/dashboard/charts/use-statistics.js';

const at = (start: string) => ({ start }) as Bucket;

it('leads from a part of a bar to what the bar has counted, and no later', () => {
  const hours = [at('2026-02-02T12:00:00.000Z'), at('2026-02-02T13:00:00.000Z')];
  const query = (buckets: Bucket[]) => [
    ...new URLSearchParams(deliveriesHref('failed', buckets, 3_600).split('?')[1]),
  ];
  expect(query(hours.slice(0, 1))).toEqual([
    ['state', 'failed'],
    ['since', '2026-02-02T12:00:00.000Z'],
    ['until', '2026-02-02T12:59:59.999Z'],
  ]);
  expect(query(hours)).toContainEqual(['until', '2026-02-02T13:59:59.999Z']);
  const ofOne = new URLSearchParams(deliveriesHref('failed', hours, 3_600, 'a&b').split('?')[1]);
  expect([ofOne.get('endpoint'), ofOne.get('state')]).toEqual(['a&b', 'failed']);
});

it('says where there are more than a count', () => {
  expect([countText(12, false), countText(10_000, true)]).toEqual(['12', '10,000+']);
});
