import { describe, expect, it, onTestFinished } from 'vitest';
import { eventTypes } from '../../../src/events/patterns.js';
import { verify } from '../../../src/receiver.js';
import { runInProcess } from '../../support/cli-in-process.js';
import { createProject } from '../../support/project.js';
import { type Answer, startRecorder } from '../../support/receiver.js';

const SECRET = 'invented-secret-of-this-test';

async function stage(answer: Answer = 200) {
  const receiver = await startRecorder({ respond: () => answer });
  onTestFinished(() => receiver.close());
  const project = await createProject({
    runner: runInProcess,
    config: {
      webhooks: {
        endpoints: {
          ops: {
            url: `${receiver.url}hooks/invented-path-token`,
            format: 'envelope',
            secret: SECRET,
            events: ['migration.failed'],
            headers: { 'X-Team': 'invented-header-value', Authorization: 'Bearer invented-bearer' },
          },
          pager: { url: receiver.url, format: 'pagerduty', secret: 'invented-routing-key-0123456789' },
        },
      },
    },
  });
  return { receiver, project };
}

describe('webhooks test', () => {
  it.each(eventTypes)('sends a signed sample of %s, whatever the endpoint subscribes to', async (type) => {
    const { receiver, project } = await stage();
    const { exitCode, stdout } = await project.run(['webhooks', 'test', 'ops', '--event', type]);
    expect(exitCode).toBe(0);
    const [request] = receiver.requests;
    expect(JSON.parse(request?.body.toString('utf8') ?? '')).toMatchObject({
      type,
      id: expect.stringMatching(/^evt_/),
    });
    expect(verify(request?.headers ?? {}, request?.body ?? '', SECRET)).toEqual({
      ok: true,
      scheme: 'standard',
    });
    expect(stdout).toContain(`endpoint ops accepted ${type}: HTTP 200 in `);
  });

  it('shows request and answer, and none of what is secret in them', async () => {
    for (const [name, echo] of [
      ['ops', `${SECRET} Bearer invented-bearer invented-path-token`],
      ['pager', 'invented-routing-key-0123456789'],
    ] as const) {
      const { project } = await stage((response) => response.end(`echo: ${echo}`));
      for (const format of ['text', 'json']) {
        const { stdout, stderr } = await project.run(['webhooks', 'test', name, '--format', format]);
        expect(stdout).toContain('webhook-id');
        expect(stdout).toContain('echo');
        expect(stdout + stderr).not.toContain('invented-');
      }
    }
  });

  it('gives one JSON document', async () => {
    const { project } = await stage();
    const { stdout } = await project.run(['webhooks', 'test', 'ops', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      endpoint: 'ops',
      event: 'webhook.test',
      request: { method: 'POST', headers: { Authorization: '***', 'X-Team': '***' } },
      outcome: 'delivered',
      status: 200,
      duration_ms: expect.any(Number),
      response: { body: '{"status": "received"}', complete: true },
    });
  });

  it.each([500, 404, 302])('ends with exit 1 on %i', async (status) => {
    const { project } = await stage(status);
    const { exitCode, stdout } = await project.run(['webhooks', 'test', 'ops']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`endpoint ops did not accept webhook.test: HTTP ${status}`);
  });

  it('ends with exit 1 where nobody listens', async () => {
    const { project, receiver } = await stage();
    await receiver.close();
    const { exitCode, stdout } = await project.run(['webhooks', 'test', 'ops']);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('did not get webhook.test')]);
  });

  it.each([
    [['opps'], 'Did you mean "ops"?'],
    [['ops', '--event', 'migration.complete'], 'did you mean migration.completed?'],
  ])('refuses %j with the nearest valid name', async (args, advice) => {
    const { project, receiver } = await stage();
    const { exitCode, stderr } = await project.run(['webhooks', 'test', ...args]);
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining(advice)]);
    expect(receiver.requests).toEqual([]);
  });
});

describe('webhooks schema', () => {
  it('lists the types', async () => {
    const project = await createProject({ runner: runInProcess });
    const { exitCode, stdout } = await project.run(['webhooks', 'schema', '--format', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).types.map(({ type }: { type: string }) => type)).toEqual(eventTypes);
  });

  it.each(['text', 'json'])('prints the schema of a type as %s', async (format) => {
    const project = await createProject({ runner: runInProcess });
    const { stdout } = await project.run(['webhooks', 'schema', 'migration.failed', '--format', format]);
    const document = JSON.parse(stdout);
    expect(format === 'json' ? document.schema : document).toMatchObject({
      title: 'migration.failed',
      properties: {
        type: { const: 'migration.failed' },
        data: { required: expect.arrayContaining(['error']) },
      },
    });
  });

  it('refuses a type that does not exist', async () => {
    const project = await createProject({ runner: runInProcess });
    const { exitCode, stderr } = await project.run(['webhooks', 'schema', 'migration.fail']);
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('did you mean migration.failed?')]);
  });
});
