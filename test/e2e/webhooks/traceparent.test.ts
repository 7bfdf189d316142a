import { expect, it, onTestFinished } from 'vitest';
import { startRecorder } from '../../support/receiver.js';
import { createMigratedProject } from '../migrated-project.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

it('sends the trace of the run with every event, each request as a span of its own', async () => {
  const project = await createMigratedProject();
  const receiver = await startRecorder({});
  onTestFinished(() => receiver.close());
  const { exitCode, stderr } = await project.run(['migrate', 'up', '--steps', '2'], {
    CONFITURE_WEBHOOK_URL: receiver.url,
    CONFITURE_WEBHOOK_COPY_URL: receiver.url,
    TRACEPARENT: `00-${TRACE}-b7ad6b7169203331-01`,
  });
  expect(exitCode, stderr).toBe(0);
  const sent = receiver.requests.map(({ headers }) => String(headers.traceparent).split('-'));
  expect(sent).toHaveLength(4);
  for (const [version, traceId, , flags] of sent)
    expect([version, traceId, flags]).toEqual(['00', TRACE, '01']);
  expect(new Set(sent.map(([, , spanId]) => spanId)).size).toBe(4);
  for (const { body } of receiver.requests) expect(body.toString()).not.toContain(TRACE);
});
