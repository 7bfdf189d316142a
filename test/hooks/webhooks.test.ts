import { expect, it, onTestFinished } from 'vitest';
import { createWebhooksHook } from '../../hooks/webhooks.js';
import { sampleEvent } from '../../src/events/catalog.js';
import type { Endpoint } from '../../src/events/endpoint.js';
import type { EndpointSource } from '../../src/events/endpoint-source.js';
import { startRecorder } from '../support/receiver.js';

const event = sampleEvent('migration.completed');
const disabled = sampleEvent('endpoint.disabled');

function endpoint(name: string, url: string, events: readonly string[] = ['*']): Endpoint {
  return {
    name,
    source: 'database',
    url,
    events,
    format: 'envelope',
    secrets: [],
    headers: {},
    timeoutMs: 5_000,
    auth: 'signature',
    allowInsecure: true,
    schedule: 'confiture',
  };
}

function hookOf(endpoints: EndpointSource) {
  const hook = createWebhooksHook({
    endpoints,
    version: '0.0.0',
    variables: {},
    allowedNetworks: ['127.0.0.0/8'],
  });
  onTestFinished(() => hook.close());
  return hook;
}

it('an attempt goes to the endpoint as its source knows it then, and to none that is gone', async () => {
  const [first, second] = [await startRecorder(), await startRecorder()];
  onTestFinished(async () => {
    await first.close();
    await second.close();
  });
  let known: Endpoint | null = endpoint('audit', first.url);
  const hook = hookOf({ list: () => [], find: async () => known });
  const attempt = () =>
    hook.deliver({ endpoint: 'audit' }, { number: 1, event, signal: new AbortController().signal });
  expect(await attempt()).toMatchObject({ kind: 'done' });
  known = endpoint('audit', second.url);
  expect(await attempt()).toMatchObject({ kind: 'done' });
  expect([first.requests.length, second.requests.length]).toEqual([1, 1]);
  known = null;
  await expect(attempt()).rejects.toThrow('no endpoint of this name');
});

it('the messages of an event are for the endpoints that are known when it is stored and ask for its type', () => {
  let known = [endpoint('audit', 'http://127.0.0.1:1/', ['migration.*'])];
  const hook = hookOf({ list: () => known, find: async () => null });
  expect(hook.messages(event)).toEqual([{ endpoint: 'audit' }]);
  expect(hook.messages(disabled)).toEqual([]);
  known = [...known, endpoint('chat', 'http://127.0.0.1:1/')];
  expect(hook.endpoints?.()).toEqual(['audit', 'chat']);
  expect(hook.messages(event)).toEqual([{ endpoint: 'audit' }, { endpoint: 'chat' }]);
});

it('an endpoint is not told that it was switched off itself, the others are', () => {
  const names = [disabled.data.endpoint, 'chat'];
  const hook = hookOf({
    list: () => names.map((name) => endpoint(name, 'http://127.0.0.1:1/')),
    find: async () => null,
  });
  expect(hook.messages(disabled)).toEqual([{ endpoint: 'chat' }]);
});
