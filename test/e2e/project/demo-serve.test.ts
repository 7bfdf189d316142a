import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createProject } from '../../support/project.js';

const LISTS = ['runs', 'migrations', 'approvals', 'events', 'deliveries', 'webhooks', 'audit', 'tokens'];
const LONGEST_START_MS = 150_000;

interface Row {
  readonly state?: string;
}

it('shows each screen of the page alive by one link, and leaves nothing behind when it is stopped', async () => {
  const temporary = await createProject();
  await temporary.remove('db');
  // The database runs as another user where the tests run as root.
  await chmod(temporary.dir, 0o755);
  const demo = startCli([], {
    cwd: path.resolve('.'),
    env: { TMPDIR: temporary.dir },
    cli: path.resolve('scripts/demo-serve.mjs'),
    timeoutMs: 2 * LONGEST_START_MS,
  });
  const printed = await demo.waitFor('Ctrl-C ends the demo', LONGEST_START_MS);
  const [, url = '', token = ''] = /(http:\S+)\/#token=(\S+)/.exec(printed) ?? [];
  const ask = async <Body>(route: string): Promise<Body> => {
    const response = await fetch(`${url}${route}`, { headers: { authorization: `Bearer ${token}` } });
    return (await response.json()) as Body;
  };

  const rows = new Map<string, readonly Row[]>();
  for (const list of LISTS) rows.set(list, (await ask<{ data: Row[] }>(`/v1/${list}`)).data);
  for (const [list, data] of rows) expect([list, data.length > 0]).toEqual([list, true]);
  const states = (list: string) => new Set(rows.get(list)?.map(({ state }) => state));
  for (const state of ['completed', 'failed', 'cancelled', 'abandoned'])
    expect(states('runs')).toContain(state);
  for (const state of ['pending', 'granted', 'denied', 'stale']) expect(states('approvals')).toContain(state);
  await expect
    .poll(async () => (await ask<{ data: Row[] }>('/v1/runs?state=running')).data.length, {
      timeout: 60_000,
    })
    .toBe(1);

  const { exitCode } = await demo.stop('SIGINT');
  expect(exitCode).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
  expect(await temporary.list()).toEqual([]);
});
