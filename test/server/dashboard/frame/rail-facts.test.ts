import { expect, it } from 'vitest';
import type { Run } from '../../../../src/server/dashboard/api/generated.js';
import { railFacts } from '../../../../src/server/dashboard/frame/rail-facts.js';

const run = (state: Run['state'], ended: string | null = null) => ({ state, ended_at: ended });
const APPROVAL = { id: 'apr_1' };
const ENDED = '2026-02-02T12:00:00.000Z';

it.each([
  [undefined, 0, 'done', 'no run is under way'],
  [run('completed', ENDED), 0, 'done', 'no run is under way'],
  [run('running'), 0, 'running', 'a run is running'],
  [run('paused'), 0, 'waits', 'a run is paused'],
  [run('waiting'), 1, 'waits', 'waits for a decision'],
  [run('failed', ENDED), 1, 'failed', 'the last run is failed'],
  [run('abandoned'), 0, 'failed', 'the last run is abandoned'],
] as const)('tells of the run %o with %d approvals that wait: %s', (last, waiting, tone, text) => {
  const approvals = Array.from({ length: waiting }, () => APPROVAL);
  expect(railFacts(last, approvals, []).state).toEqual({ tone, text });
});

it('counts approvals that wait, and endpoints that need a look, as the overview does', () => {
  const webhooks = [
    { state: 'enabled', failing_since: ENDED, locked: null },
    { state: 'disabled', failing_since: ENDED, locked: null },
    { state: 'enabled', failing_since: null, locked: 'its key is not here' },
    { state: 'enabled', failing_since: null, locked: null },
  ] as const;
  expect(railFacts(undefined, [APPROVAL], webhooks).counts).toEqual({
    '/approvals': { count: 1, meaning: 'waiting', tone: 'waits' },
    '/endpoints': { count: 3, meaning: 'need a look', tone: 'failed' },
  });
});
