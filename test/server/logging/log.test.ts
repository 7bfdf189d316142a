import { expect, it } from 'vitest';
import { logReporter } from '../../../src/server/logging/log-reporter.js';
import { openLog } from '../../../src/server/logging/open-log.js';

const mask = (text: string) => text.replaceAll('hunter2', '***');

async function linesOf(format: 'json' | 'text'): Promise<string[]> {
  const lines: string[] = [];
  const log = await openLog({ format, write: (line) => void lines.push(line), mask, version: '1.2.3' });
  log.info('request', { path: '/v1/a b\u202e\n', status: 200, token: null });
  log.warn('hunter2', { reason: 'the password hunter2 was wrong' });
  return lines;
}

it('writes JSON lines with time, level, message and facts, masked', async () => {
  const [first = '', second = ''] = await linesOf('json');
  expect(JSON.parse(first)).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    service: 'confiture',
    version: '1.2.3',
    message: 'request',
    path: '/v1/a b\u202e\n',
    status: 200,
    token: null,
  });
  expect(JSON.parse(second)).toMatchObject({
    level: 'warn',
    message: '***',
    reason: 'the password *** was wrong',
  });
});

it('writes a line for people, in which no text can move the cursor', async () => {
  const [first, second] = await linesOf('text');
  expect(first).toMatch(/^\S+Z info {2}request path="\/v1\/a b\\u202e\\n" status=200\n$/);
  expect(second).toMatch(/^\S+Z warn {2}\*\*\* reason="the password \*\*\* was wrong"\n$/);
});

it('tells what keeps events from their endpoints, and nothing of what a run shows to people', async () => {
  const lines: unknown[] = [];
  const note = (message: string, facts?: object) => void lines.push([message, facts]);
  const reporter = logReporter({ info: note, warn: note, error: note });
  reporter.emit({ type: 'endpoint.disabled', endpoint: 'audit', reason: 'answered 410' });
  reporter.emit({
    type: 'server.noticed',
    severity: 'NOTICE',
    message: 'row (1)',
    sqlstate: '00000',
    migration: null,
  } as never);
  expect(lines).toEqual([['endpoint.disabled', { endpoint: 'audit', reason: 'answered 410' }]]);
});
