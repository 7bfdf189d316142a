import { expect, onTestFinished } from 'vitest';
import { openDeliveries } from '../../../src/app/deliveries.js';
import { startRecorder } from '../receiver.js';
import { startTestServer } from '../server/start-test-server.js';

/** Title of the first migration. */
export const MARKUP = '<img src=x onerror="document.title=1"><b>bold</b>';
/** What the receiver answers. */
export const BODY = '<script>document.title=2</script> no such hook';

/** A database with one run, whose events the receiver has refused with 404; `accept` lets it answer 200. */
export async function openRefusedScene(config: object = {}) {
  let answer = 404;
  const receiver = await startRecorder({
    respond: () => (response) => {
      response.writeHead(answer, { 'content-type': 'text/plain' });
      response.end(BODY);
    },
  });
  onTestFinished(() => receiver.close());
  const files = {
    'db/migrations/001_first.up.sql': `-- confiture: title ${MARKUP}\ncreate table first (id integer);`,
    'db/migrations/002_second.up.sql': 'create table second (id integer);',
  };
  const env = { CONFITURE_WEBHOOK_URL: receiver.url, CONFITURE_WEBHOOK_EVENTS: 'migration.completed' };
  const scene = await startTestServer({ hasPage: true, files, env, config });
  const up = await scene.project.run(['migrate', 'up', '--drain-timeout', '0'], {
    ...env,
    CONFITURE_DATABASE_URL: scene.database.url,
  });
  expect(up.exitCode, up.stderr).toBe(0);
  const { project, sessions } = scene.server.context;
  const outbox = await openDeliveries({ ...project, sessions });
  await outbox.deliver();
  const accept = () => {
    answer = 200;
  };
  return { ...scene, receiver, accept, outbox };
}
