import { expect, it } from 'vitest';
import { createMigratedProject } from '../migrated-project.js';

/** In this order, in one project. Each tells more than its result without the flag: a warning about the secret. */
const COMMANDS = [
  'schema migrate up',
  'webhooks schema migration.failed',
  'hooks list',
  'migrate validate',
  'migrate plan',
  'migrate up --dry-run',
  'migrate up --drain-timeout 0',
  'migrate up --drain-timeout 0',
  'migrate status',
  'migrate current',
  'migrate verify',
  'migrate runs',
  'migrate down --dry-run',
  'migrate down --drain-timeout 0',
  'migrate baseline -t 003',
  'migrate pause --all',
  'migrate resume --all',
  'approvals list',
  'certificate list',
  'doctor',
  'webhooks list',
  'webhooks deliveries',
  'webhooks show default',
  'webhooks retry --failed --since 1h',
  'webhooks discard --endpoint default --dry-run',
  'webhooks enable default',
  'webhooks deliver',
  'webhooks prune',
  'migrate generate more',
  'init',
];
const ENV = {
  CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/',
  CONFITURE_WEBHOOK_SPARE_SECRET: 'invented-secret-without-a-url',
};
const HEADER = /^Confiture \S+ · /m;

it('--quiet leaves nothing but the result, whatever the command', async () => {
  const project = await createMigratedProject();
  await project.migration('000_empty', '-- Nothing yet.');
  const talkative = await project.run(['migrate', 'status'], ENV);
  expect(talkative.stdout).toMatch(HEADER);
  expect(talkative.stderr).toContain('Warning: ');
  for (const command of COMMANDS) {
    const { stdout, stderr } = await project.run([...command.split(' '), '--quiet'], ENV);
    expect({ command, stderr, header: HEADER.test(stdout) }).toEqual({ command, stderr: '', header: false });
    expect(stdout, command).not.toContain('Warning');
  }
});

it('--quiet leaves the one document with --format json, and the error of a failure', async () => {
  const project = await createMigratedProject();
  await project.migration('004_broken', 'select 1 / 0;');
  const up = ['migrate', 'up', '--drain-timeout', '0', '--quiet'];
  const json = await project.run([...up, '--format', 'json'], ENV);
  expect(json.stderr).toBe('Error: 004_broken failed: division by zero\n');
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, error: { code: 'MIGRATION_FAILED' } });
  const text = await project.run(up, ENV);
  expect(text.exitCode).toBe(1);
  expect(text.stderr).toMatch(/^✗ 004_broken .* failed\nError: 004_broken failed: division by zero\n/);
  expect(text.stdout).not.toMatch(HEADER);
});
