import { expect, it } from 'vitest';
import { jobTitle } from '../../../../../src/server/dashboard/screens/bulk/job-title.js';

it.each([
  [
    { kind: 'retry', state: 'running', changed: 1_200, total: 12_000 },
    '1,200 of 12,000 deliveries put back, running',
  ],
  [{ kind: 'replay', state: 'completed', changed: 3, total: 3 }, '3 of 3 deliveries made'],
  [{ kind: 'discard', state: 'cancelled', changed: 0, total: 3 }, '0 of 3 deliveries given up, cancelled'],
] as const)('says of %o how far it is', (job, title) => {
  expect(jobTitle(job)).toBe(title);
});
