import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { runInProcess } from '../../support/cli-in-process.js';
import { createMigratedProject } from '../migrated-project.js';

const newKey = () => randomBytes(32).toString('base64');

it('names what still needs the old master key in another environment of the database', async () => {
  const project = await createMigratedProject({ runner: runInProcess });
  const [old, young] = [newKey(), newKey()];
  const run = (keys: string, environment: string, ...args: string[]) =>
    project.run([...args, '--env', environment], { CONFITURE_MASTER_KEY: keys });
  for (const environment of ['staging', 'production']) {
    const added = await run(old, environment, 'webhooks', 'add', 'https://1.1.1.1/hook', '--name', 'deploys');
    expect(added.exitCode, added.stderr).toBe(0);
  }
  const rekey = (environment: string, ...args: string[]) =>
    run(`${young},${old}`, environment, 'serve', 'rekey', ...args);
  const first = await rekey('production');
  expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 endpoint sealed with') });
  expect(first.stdout).toMatch(
    /\n1 endpoint of \S+ in environment staging still sealed with key_\w+: run this/,
  );
  expect(first.stdout).not.toContain('any more');
  const again = JSON.parse((await rekey('production', '--format', 'json')).stdout);
  expect(again).toMatchObject({ rekeyed: 0, elsewhere: [{ environment: 'staging', count: 1 }] });
  expect((await rekey('staging')).stdout).toContain('No other master key is needed any more.');
  expect(JSON.parse((await rekey('production', '--format', 'json')).stdout)).toMatchObject({ elsewhere: [] });
});
