import { expect, it } from 'vitest';
import { createProject } from '../../support/project.js';

const COMMANDS: [command: string, exitCode: number, says: string][] = [
  ['webhooks list', 0, 'not used yet'],
  ['webhooks deliveries', 0, 'There are no deliveries.'],
  ['webhooks show default', 0, 'default'],
  ['webhooks retry --failed --since 24h', 0, 'No delivery has failed since then.'],
  ['webhooks discard --endpoint default', 0, 'nothing was discarded'],
  ['webhooks prune', 0, '0 deliveries deleted.'],
  ['webhooks enable default', 0, 'was not switched off'],
  ['webhooks deliver', 0, 'Nothing is due.'],
];

it.each(COMMANDS)(
  '`%s` says which database it reads, and makes no embedded one',
  async (command, exit, says) => {
    const project = await createProject();
    const env = { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/' };
    const { exitCode, stdout, stderr } = await project.run(command.split(' '), env);
    expect([exitCode, stderr]).toEqual([exit, '']);
    expect(stdout).toMatch(
      /^Confiture \S+ · local · embedded database, not made yet \(from embedded default\)\n/,
    );
    expect(stdout).toContain(says);
    expect(await project.list('.confiture')).toEqual([]);
  },
);

const MIGRATE: [command: string, exitCode: number, says: RegExp][] = [
  ['migrate up --dry-run', 0, /not made yet [\s\S]*001_first/],
  ['migrate up --dry-run --format json', 0, /"planned":\[\{"version":"001"/],
  ['migrate baseline --target 001 --dry-run', 0, /not made yet [\s\S]*001_first/],
  ['migrate verify', 2, /not made yet/],
  ['migrate verify --fix', 2, /not made yet/],
  ['migrate down', 0, /not made yet [\s\S]*Nothing to/],
  ['migrate down --dry-run', 0, /not made yet [\s\S]*nothing to roll back/],
];

it.each(MIGRATE)('`%s` makes no embedded database', async (command, exit, says) => {
  const project = await createProject();
  await project.migration('001_first', 'create table first ()', { down: 'drop table first' });
  const { exitCode, stdout, stderr } = await project.run(command.split(' '));
  expect([exitCode, stdout], stderr).toEqual([exit, expect.stringMatching(says)]);
  expect(await project.list('.confiture')).toEqual([]);
});

it('`migrate status` lists what is pending without an embedded database, and makes none', async () => {
  const project = await createProject();
  await project.migration('001_first', 'create table first ()');
  const { exitCode, stdout } = await project.run(['migrate', 'status']);
  expect([exitCode, stdout]).toEqual([2, expect.stringMatching(/not made yet [\s\S]*001_first +pending/)]);
  expect(await project.list('.confiture')).toEqual([]);
});
