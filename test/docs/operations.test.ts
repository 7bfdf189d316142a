import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { metricsOf } from '../../src/server/metrics/metrics.js';

const NONE = {
  queued: 0,
  starting: 0,
  running: 0,
  waiting: 0,
  pausing: 0,
  paused: 0,
  cancelling: 0,
  abandoned: 0,
};

it('docs/operations.md lists every metric, and alerts on no other', async () => {
  const metrics = metricsOf({
    version: '0.0.0',
    environment: 'production',
    database: 'shop',
    counts: [],
    endpoints: [],
    runs: { states: NONE, lockWaitSeconds: 0, lockTimeouts: 0 },
    approvalsPending: 0,
    files: null,
  });
  const text = await readFile('docs/operations.md', 'utf8');
  const listed = [...text.matchAll(/^\| `(confiture_\w+)`/gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(metrics.map(({ name }) => name).toSorted());
  const alerted = [...text.matchAll(/^ *expr: .*?(confiture_\w+)/gm)].map(([, name]) => name);
  expect(alerted.length).toBeGreaterThan(5);
  expect(alerted.filter((name) => !listed.includes(name))).toEqual([]);
});
