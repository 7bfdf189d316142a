import { expect, onTestFinished } from 'vitest';
import { startRecorder } from '../../support/receiver.js';
import type { CatalogueCase } from './catalogue-case.js';
import { createStage } from './stage.js';

/** Events about endpoints. */
export const endpointCases: readonly CatalogueCase[] = [
  {
    title: 'an endpoint that fails ten times in a row and recovers, one that wants no more, and a test',
    types: ['endpoint.failing', 'endpoint.recovered', 'endpoint.disabled', 'webhook.test'],
    async play() {
      const flaky = await startRecorder({ respond: (n) => (n <= 12 ? 503 : 200) });
      const gone = await startRecorder({ respond: () => 410 });
      onTestFinished(() => Promise.all([flaky.close(), gone.close()]).then(() => {}));
      const events = ['migration.completed'];
      const stage = await createStage({
        config: {
          webhooks: {
            endpoints: {
              flaky: { url: flaky.url, schedule: Array(14).fill(0), events },
              gone: { url: gone.url, events },
            },
          },
        },
      });
      await stage.project.migration('001_carts', 'create table carts (id int);');
      expect(await stage.run('migrate', 'up')).toBe(0);
      for (let pass = 0; flaky.requests.length < 13 && pass < 13; pass += 1)
        await stage.run('webhooks', 'deliver');
      await stage.run('webhooks', 'deliver');
      const failing = await stage.waitFor('endpoint.failing');
      expect(failing.data).toMatchObject({
        endpoint: 'flaky',
        hook: 'webhooks',
        failures: 10,
        reason: expect.stringContaining('10 attempts in a row have failed, the last with HTTP 503'),
        oldest_waiting_since: expect.any(String),
      });
      const recovered = await stage.waitFor('endpoint.recovered');
      expect(recovered.data).toMatchObject({ endpoint: 'flaky', failures: 12 });
      const disabled = await stage.waitFor('endpoint.disabled');
      expect(disabled.data).toMatchObject({ endpoint: 'gone', reason: 'it answered 410 Gone' });
      expect(await stage.run('webhooks', 'test', 'all')).toBe(0);
      const types = stage.events().map(({ type }) => type);
      for (const type of ['endpoint.failing', 'endpoint.recovered'])
        expect(types.filter((it) => it === type)).toHaveLength(1);
      return stage.events();
    },
  },
  {
    title: 'an endpoint that is removed while it fails, with what waits for it',
    types: ['endpoint.removed'],
    async play() {
      const down = await startRecorder({ respond: () => 503 });
      onTestFinished(() => down.close());
      const stage = await createStage({ config: { webhooks: { allowedNetworks: ['127.0.0.0/8'] } } });
      const only = ['--events', 'migration.completed'];
      expect(await stage.run('webhooks', 'add', down.url, '--name', 'late', ...only)).toBe(0);
      await stage.project.migration('001_carts', 'create table carts (id int);');
      expect(await stage.run('migrate', 'up')).toBe(0);
      expect(await stage.run('webhooks', 'remove', 'late', '--force')).toBe(0);
      await stage.run('webhooks', 'deliver');
      const { data } = await stage.waitFor('endpoint.removed');
      expect(data).toEqual({
        endpoint: 'late',
        hook: 'webhooks',
        failures: down.requests.length,
        failing_since: expect.any(String),
        reason: expect.stringMatching(/^removed by \S+$/),
        deliveries_discarded: 1,
      });
      return stage.events();
    },
  },
];
