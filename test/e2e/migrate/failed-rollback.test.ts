import { expect, it, onTestFinished } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';

it('tells a rollback that fails as one, in the event and in the bodies made of it', async () => {
  const [database, receiver] = await Promise.all([createDatabase(), startRecorder()]);
  onTestFinished(() => receiver.close());
  const endpoints = ['envelope', 'confiture', 'slack'].map((format) => [
    format,
    {
      url: `${receiver.url}${format}`,
      format,
      events: ['migration.failed'],
      secret: 'an-invented-secret-of-16-bytes',
    },
  ]);
  const project = await createProject({
    config: { databaseUrl: database.url, webhooks: { endpoints: Object.fromEntries(endpoints) } },
  });
  await project.migration('001_first', 'create table first (a integer);', { down: 'drop table missing;' });
  expect(await project.run(['migrate', 'up'])).toMatchObject({ exitCode: 0 });
  expect(await project.run(['migrate', 'down'])).toMatchObject({ exitCode: 1 });
  const bodyOf = (format: string) =>
    JSON.parse(receiver.requests.find(({ path }) => path === `/${format}`)?.body.toString('utf8') ?? 'null');
  expect(bodyOf('envelope')).toMatchObject({
    type: 'migration.failed',
    data: { migration_name: '001_first', direction: 'down', error: { sqlstate: '42P01' } },
  });
  expect(bodyOf('confiture').error.message).toMatch(/^rollback failed: /);
  expect(JSON.stringify(bodyOf('slack'))).toContain('Rollback failed: 001_first');
});
