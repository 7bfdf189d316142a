import { expect, it } from 'vitest';
import { bulkTitle } from '../../../../../src/server/dashboard/screens/bulk/bulk-title.js';

const endpoint = (name: string, count: number) => ({ hook: 'webhooks', endpoint: name, count });

it.each([
  [{ count: 214, endpoints: [endpoint('billing', 214)] }, 'Retry 214 deliveries to billing'],
  [{ count: 1, endpoints: [endpoint('billing', 1)] }, 'Retry 1 delivery to billing'],
  [
    { count: 12_000, endpoints: [endpoint('a', 1), endpoint('b', 11_999)] },
    'Retry 12,000 deliveries to 2 endpoints',
  ],
  [{ count: 3, endpoints: [] }, 'Retry 3 deliveries'],
])('says what %o will do', (counted, title) => {
  expect(bulkTitle('Retry', ['delivery', 'deliveries'], counted)).toBe(title);
});
