import { expect, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createProject } from '../../support/project.js';
import { createMigratedProject } from '../migrated-project.js';

const SECRET = 'invented-secret-of-this-test';

async function startListener(flags: readonly string[] = []) {
  const { dir } = await createProject();
  const listener = startCli(['webhooks', 'listen', '--port', '0', ...flags], {
    cwd: dir,
    env: { CONFITURE_WEBHOOK_SECRET: SECRET },
  });
  const printed = await listener.waitFor('(Ctrl-C stops)');
  const url = /Listening at (http:\/\/127\.0\.0\.1:\d+\S*)/.exec(printed)?.[1];
  expect(url).toBeDefined();
  return { ...listener, url: url ?? '' };
}

it('webhooks listen prints the events of a run and verifies their signatures', async () => {
  const listener = await startListener();
  const project = await createMigratedProject();
  const { exitCode } = await project.run(['migrate', 'up', '--steps', '1'], {
    CONFITURE_WEBHOOK_URL: listener.url,
    CONFITURE_WEBHOOK_SECRET: SECRET,
  });
  expect(exitCode).toBe(0);
  const { stdout, exitCode: ended } = await listener.stop('SIGINT');
  expect(stdout).toContain('001_first');
  expect(stdout).toContain('migration_success');
  expect(stdout).toMatch(/X-Confiture-Signature/);
  expect(stdout).not.toContain(SECRET);
  expect(ended).toBe(0);
});

it('webhooks listen says that a signature of another secret does not match', async () => {
  const listener = await startListener();
  const project = await createMigratedProject();
  await project.run(['migrate', 'up', '--steps', '1'], {
    CONFITURE_WEBHOOK_URL: listener.url,
    CONFITURE_WEBHOOK_SECRET: 'another-invented-secret',
  });
  const { stdout } = await listener.stop();
  expect(stdout).toContain('001_first');
  expect(stdout).toMatch(/made with another secret, or of another body/);
});
