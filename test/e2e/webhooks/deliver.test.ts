import { expect, it, onTestFinished } from 'vitest';
import { type Answer, startRecorder } from '../../support/receiver.js';
import { createMigratedProject } from '../migrated-project.js';

/** Three deliveries wait, and the receiver gives `answer`. */
async function openScene(answer: Answer) {
  const receiver = await startRecorder({ respond: () => answer });
  onTestFinished(() => receiver.close());
  const project = await createMigratedProject();
  const env = { CONFITURE_WEBHOOK_URL: receiver.url };
  expect((await project.run(['migrate', 'up', '--drain-timeout', '0'], env)).exitCode).toBe(0);
  const deliver = async (...flags: string[]) => project.run(['webhooks', 'deliver', ...flags], env);
  return { deliver, project };
}

it.each([
  ['that are given up', 404, 1],
  ['that are tried again later', 500, 0],
  ['that arrive', 200, 0],
])('`webhooks deliver` with deliveries %s (%i) ends with exit %i', async (_, status, exitCode) => {
  const { deliver, project } = await openScene(status);
  const { exitCode: found, stdout } = await deliver('--format', 'json');
  const failed = status === 404 ? 3 : 0;
  expect([found, JSON.parse(stdout)]).toMatchObject([
    exitCode,
    { ok: exitCode === 0, failed, ...(failed > 0 && { error: { code: 'DELIVERY_FAILED' } }) },
  ]);
  await project.database.query(
    "update confiture.deliveries set state = 'waiting', settled_at = null,\
    due_at = now(), schedule_position = 0",
  );
  expect((await deliver()).exitCode).toBe(exitCode);
});

it('`webhooks deliver` says how many wait and until when, also where nothing is due', async () => {
  const { deliver } = await openScene(
    (response) => void response.writeHead(503, { 'Retry-After': '86000' }).end(),
  );
  const first = await deliver();
  expect(first.stdout).toMatch(
    /, to be tried again\.\n3 deliveries wait, the first until \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\.\n$/,
  );
  const second = await deliver();
  expect(second.stdout).toMatch(/\nNothing is due\.\n3 deliveries wait, the first until \d{4}-.*Z\.\n$/);
  const { waiting } = JSON.parse((await deliver('--format', 'json')).stdout);
  expect(waiting).toMatchObject([{ endpoint: 'default', count: 3, endpoint_configured_here: true }]);
  expect(Date.parse(waiting[0].due_at)).toBeGreaterThan(Date.now() + 80_000_000);
});
