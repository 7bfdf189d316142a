import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { openBuiltInHooks } from '../../../hooks/built-in.js';
import { openBuiltIn, withBuiltInHooks } from '../../../src/app/built-in-hooks.js';
import { openDeliveries } from '../../../src/app/deliveries.js';
import { createEndpoint } from '../../../src/app/endpoints/stored/change/create-endpoint.js';
import { rekey } from '../../../src/app/endpoints/stored/rekey.js';
import { libraryReporter } from '../../../src/app/library-reporter.js';
import { sessionSourceOf } from '../../../src/app/sessions.js';
import { resolveSettings } from '../../../src/app/settings.js';
import { ensureTables } from '../../../src/storage/schema.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import { entryFor, openConnection, SCOPE, store } from '../outbox-bench.js';

const ENDPOINTS = 20;
const EVENTS = 250;
const newKey = () => randomBytes(32).toString('base64');

it('loses none of 5,000 deliveries while the master key is changed, and a worker without the new one fails none', async () => {
  const { url, query } = await createDatabase();
  const project = await createProject({ config: { webhooks: { allowedNetworks: ['127.0.0.0/8'] } } });
  const recorder = await startRecorder();
  onTestFinished(() => recorder.close());
  const connection = await openConnection(url);
  await ensureTables(connection);
  const settingsWith = (keys: string) =>
    resolveSettings({
      cwd: project.dir,
      env: { CONFITURE_DATABASE_URL: url, CONFITURE_MASTER_KEY: keys },
      flags: {},
    });
  const startWorker = async (keys: string) => {
    const settings = await settingsWith(keys);
    const stop = new AbortController();
    const warnings: string[] = [];
    const reporter = { ...libraryReporter({}), warning: (message: string) => void warnings.push(message) };
    const ended = withBuiltInHooks(
      (...parts) => openBuiltInHooks(...parts, '0.0.0-test'),
      settings,
      async (builtIn) => {
        const sessions = sessionSourceOf(settings);
        const outbox = await openDeliveries({ settings, sessions, reporter, signal: stop.signal, builtIn });
        return outbox.work();
      },
    );
    const end = () => {
      stop.abort();
      return ended;
    };
    onTestFinished(async () => void (await end()));
    return { end, warnings };
  };
  const [old, young] = [newKey(), newKey()];
  const both = `${young},${old}`;
  const by = { actor: 'ada', source: 'cli' } as const;
  const manage = async (keys: string) => {
    const settings = await settingsWith(keys);
    const builtIn = await openBuiltIn((...parts) => openBuiltInHooks(...parts, '0.0.0-test'), settings);
    const { signal } = new AbortController();
    return { settings, builtIn, reporter: libraryReporter({}), signal, connection, scope: SCOPE, by };
  };
  const names = Array.from({ length: ENDPOINTS }, (_, index) => `end-${index}`);
  for (const name of names) await createEndpoint(await manage(old), { url: recorder.url + name, name });
  const entries = Array.from({ length: EVENTS }, (_, index) => entryFor(index + 1, names));
  const half = EVENTS / 2;

  const first = [await startWorker(old), await startWorker(old)];
  await store(connection, entries.slice(0, half));
  await recorder.waitFor(200, 120_000);
  const second = [];
  for (const worker of first) {
    await worker.end();
    second.push(await startWorker(both));
  }
  const straggler = await startWorker(old);
  await store(connection, entries.slice(half));
  const result = await rekey(await manage(both));
  expect(result).toMatchObject({ rekeyed: ENDPOINTS, left: [] });
  expect(await rekey(await manage(both))).toMatchObject({ rekeyed: 0, left: [] });
  const third = [];
  for (const worker of second) {
    await worker.end();
    third.push(await startWorker(young));
  }
  const waiting = "select count(*)::integer as count from confiture.deliveries where state <> 'delivered'";
  await expect.poll(() => query(waiting), { timeout: 150_000, interval: 250 }).toEqual([{ count: 0 }]);
  expect(await query('select count(*)::integer as count from confiture.deliveries')).toEqual([
    { count: ENDPOINTS * EVENTS },
  ]);
  const received = recorder.requests.map(({ path, headers }) => `${path} ${headers['webhook-id']}`);
  expect(new Set(received).size).toBe(ENDPOINTS * EVENTS);
  await expect.poll(() => straggler.warnings.length, { timeout: 60_000 }).toBeGreaterThan(0);
  expect(straggler.warnings.join('\n')).toContain('its master key (key_');
  const attempts = 'select count(*)::integer as count from confiture.attempts where outcome <> $$done$$';
  expect(await query(attempts)).toEqual([{ count: 0 }]);
});
