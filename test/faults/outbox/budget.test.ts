import { expect, inject, it, onTestFinished } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startProxy } from '../../support/proxy.js';
import { startRecorder } from '../../support/receiver.js';

/** Far more than the budgets, and far less than a link that is silent takes to be given up by the system. */
const TIMEOUT_MS = 45_000;
const SESSIONS =
  "select from pg_stat_activity where datname = current_database() and application_name like 'confiture%'";

it.each([
  ['the time for sending is over', '4000', null, 0],
  ['it is told to stop', '600000', 'SIGTERM', 143],
  ['it is told to stop by a person', '600000', 'SIGINT', 130],
] as const)(
  'a run whose database falls silent while it sends ends when %s, and the rest is sent by others',
  { timeout: 2 * TIMEOUT_MS },
  async (_what, budget, signal, exitCode) => {
    const { run, proxy, database, receiver, project, env } = await startSending(budget);
    proxy.fallSilent();
    receiver.answer();
    const ended = signal === null ? await run.ended : await run.stop(signal);
    expect(ended.exitCode, ended.stderr).toBe(exitCode);
    expect(await database.query('select version from tb_confiture')).toHaveLength(3);
    proxy.close();
    await expect
      .poll(() => database.query(SESSIONS), {
        timeout: TIMEOUT_MS,
      })
      .toEqual([]);
    const pass = await project.run(['webhooks', 'deliver'], env);
    expect(pass.stdout, pass.stderr).toMatch(/\n3 events delivered\.\n$/);
  },
);

/** A run that has applied three migrations, and sends their events to a receiver that holds its answers. */
async function startSending(budget: string) {
  const database = await createDatabase();
  const proxy = await startProxy(inject('postgresUrl'));
  const held: (() => void)[] = [];
  let isAnswering = false;
  const receiver = await startRecorder({
    respond: () => (response) => {
      if (isAnswering) response.end();
      else held.push(() => response.end());
    },
  });
  onTestFinished(() => receiver.close());
  const project = await createProject();
  for (const number of [1, 2, 3])
    await project.migration(`00${number}_step`, `create table step_${number} ()`);
  const env = { CONFITURE_WEBHOOK_URL: receiver.url, CONFITURE_WEBHOOK_TIMEOUT_MS: '30000' };
  const run = startCli(['migrate', 'up', '--drain-timeout', budget], {
    cwd: project.dir,
    env: { ...env, DATABASE_URL: `${proxy.url}/${database.name}` },
    timeoutMs: TIMEOUT_MS,
  });
  await receiver.waitFor(3, TIMEOUT_MS);
  await expect
    .poll(() => database.query(SESSIONS), {
      timeout: TIMEOUT_MS,
    })
    .toHaveLength(1);
  const answer = () => {
    isAnswering = true;
    for (const each of held.splice(0)) each();
  };
  return { run, proxy, database, receiver: { answer }, project, env: { ...env, DATABASE_URL: database.url } };
}
