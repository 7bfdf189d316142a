import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';

const example = await readFile('examples/hooks/mail-spool.ts', 'utf8');

/** A project with the example as its hook, and a place for mails that cannot be written. */
async function mailProject() {
  const database = await createDatabase();
  const project = await createProject({
    config: { hooks: ['./db/hooks/*.ts'] },
    files: { 'db/hooks/mail-spool.ts': example, blocked: 'a file, not a folder' },
  });
  await project.migration('001_shop', 'create table shop (id int); insert into shop values (1)');
  const env = (mail: string) => ({ DATABASE_URL: database.url, MAIL_SPOOL: path.join(project.dir, mail) });
  const mails = async () => {
    const names = (await readdir(path.join(project.dir, 'mail')).catch(() => [])).sort();
    return Promise.all(names.map((name) => readFile(path.join(project.dir, 'mail', name), 'utf8')));
  };
  return { project, database, env, mails };
}

it("delivers the messages of a user's own hook, with the facts known after the commit", async () => {
  const { project, env, mails } = await mailProject();
  const run = await project.run(['migrate', 'up'], env('mail'));
  expect(run.exitCode).toBe(0);
  expect(await mails()).toEqual([
    expect.stringMatching(/^To: operations\nSubject: local: 001_shop applied\n\nIt took [\d.]+ s\.\n$/),
  ]);
});

it('keeps what such a hook cannot deliver, with its reason, and sends it later', async () => {
  const { project, env, mails } = await mailProject();
  const run = await project.run(['migrate', 'up', '--drain-timeout', '500'], env('blocked'));
  expect(run.exitCode).toBe(0);
  const log = await project.run(['webhooks', 'deliveries', '--format', 'json'], env('mail'));
  const [delivery] = (JSON.parse(log.stdout) as { deliveries: Record<string, unknown>[] }).deliveries;
  expect(delivery).toMatchObject({
    hook: 'mail-spool',
    endpoint: 'operations',
    state: 'waiting',
    attempts: 1,
  });
  expect(delivery?.last_result).toContain('EEXIST');
  await project.run(['webhooks', 'retry', String(delivery?.id)], env('mail'));
  await project.run(['webhooks', 'deliver'], env('mail'));
  expect(await mails()).toHaveLength(1);
});

it('tells such a hook of a failure, and a later process that has the hook finds it again', async () => {
  const { project, env, mails } = await mailProject();
  await project.migration('002_broken', 'select 1 / 0');
  await rm(path.join(project.dir, 'blocked'));
  const run = await project.run(['migrate', 'up', '--drain-timeout', '0'], env('mail'));
  expect(run.exitCode).toBe(1);
  await project.run(['webhooks', 'deliver'], env('mail'));
  const subjects = (await mails()).map((mail) => mail.split('\n')[1]);
  expect(subjects).toEqual(['Subject: local: 001_shop applied', 'Subject: local: 002_broken failed']);
});
