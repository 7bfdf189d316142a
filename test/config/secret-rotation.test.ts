import { expect, test } from 'vitest';
import { resolveSettings } from '../../src/app/settings.js';
import { buildRequest } from '../../src/delivery/request/request.js';
import { sampleEvent } from '../../src/events/catalog.js';
import type { Endpoint } from '../../src/events/endpoint.js';
import { verify } from '../../src/receiver.js';
import { projectFolder } from './project-folder.js';

const url = 'https://hooks.example.com/confiture';
const newer = 'the newer invented secret';
const older = 'the older invented secret';
const ed25519 =
  'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const publicKey = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
const end = Date.parse('2026-02-01T12:00:00+01:00') / 1000;

async function endpointOf(said: { env?: Record<string, string>; endpoint?: object }): Promise<Endpoint> {
  const config = JSON.stringify({ webhooks: { endpoints: { ops: said.endpoint } } });
  const cwd = await projectFolder(said.endpoint ? { 'confiture.config.json': config } : {});
  const { endpoints } = await resolveSettings({ cwd, env: said.env ?? {}, flags: {} });
  const [endpoint] = endpoints;
  if (endpoint === undefined) throw new Error('no endpoint');
  return endpoint;
}

/** The secrets that a receiver can verify a request of that second with. */
function signersAt(endpoint: Endpoint, timestampSeconds: number, candidates = [newer, older]): string[] {
  const event = sampleEvent('migration.completed');
  const { headers, body } = buildRequest({ event, endpoint, timestampSeconds, version: '0.0.0' });
  const schemes = ['standard'] as const;
  return candidates.filter((it) => verify(headers, body, it, { nowSeconds: timestampSeconds, schemes }).ok);
}

const byVariables = {
  env: {
    CONFITURE_WEBHOOK_URL: url,
    CONFITURE_WEBHOOK_SECRET: newer,
    CONFITURE_WEBHOOK_SECRET_PREVIOUS: older,
    CONFITURE_WEBHOOK_SECRET_PREVIOUS_UNTIL: '2026-02-01T12:00:00+01:00',
  },
};
const byNamedVariables = {
  env: {
    CONFITURE_WEBHOOK_BILLING_URL: url,
    CONFITURE_WEBHOOK_BILLING_SECRET: newer,
    CONFITURE_WEBHOOK_BILLING_SECRET_PREVIOUS: older,
    CONFITURE_WEBHOOK_BILLING_SECRET_PREVIOUS_UNTIL: '2026-02-01T11:00:00Z',
  },
};
const byConfig = {
  endpoint: { url, secrets: [newer, { secret: older, until: '2026-02-01T12:00:00+01:00' }] },
};

test.each([
  ['variables', byVariables],
  ['variables of a named endpoint', byNamedVariables],
  ['the config file', byConfig],
])('during a rotation by %s both secrets sign, and the old one no more from its end on', async (_, said) => {
  const endpoint = await endpointOf(said);
  expect(signersAt(endpoint, end - 1)).toEqual([newer, older]);
  expect(signersAt(endpoint, end)).toEqual([newer]);
});

test('a date ends with its first moment in UTC', async () => {
  const endpoint = await endpointOf({
    endpoint: { url, secrets: [newer, { secret: older, until: '2026-02-01' }] },
  });
  const midnight = Date.parse('2026-02-01T00:00:00Z') / 1000;
  expect([signersAt(endpoint, midnight - 1), signersAt(endpoint, midnight)]).toEqual([
    [newer, older],
    [newer],
  ]);
});

test('the body-only signature is always the newest', async () => {
  const endpoint = await endpointOf(byConfig);
  const event = sampleEvent('migration.completed');
  const { headers, body } = buildRequest({ event, endpoint, timestampSeconds: end - 1, version: '0.0.0' });
  const schemes = ['confiture'] as const;
  expect(verify(headers, body, newer, { nowSeconds: end, schemes }).ok).toBe(true);
  expect(verify(headers, body, older, { nowSeconds: end, schemes }).ok).toBe(false);
});

test('an expired secret is still masked in what the receiver answers', async () => {
  const endpoint = await endpointOf(byConfig);
  const event = sampleEvent('migration.completed');
  const { confidential } = buildRequest({ event, endpoint, timestampSeconds: end, version: '0.0.0' });
  expect(confidential).toEqual(expect.arrayContaining([newer, older]));
});

test('an Ed25519 key signs beside the secret it replaces', async () => {
  const endpoint = await endpointOf({
    endpoint: { url, secrets: [ed25519, { secret: older, until: '2026-02-01' }] },
  });
  const candidates = [publicKey, older];
  expect(signersAt(endpoint, 0, candidates)).toEqual(candidates);
  expect(signersAt(endpoint, end, candidates)).toEqual([publicKey]);
});

test('a previous secret without an end is told', async () => {
  const { CONFITURE_WEBHOOK_SECRET_PREVIOUS_UNTIL: _until, ...env } = byVariables.env;
  const { warnings } = await resolveSettings({ cwd: await projectFolder(), env, flags: {} });
  expect(warnings).toEqual([expect.stringContaining('set CONFITURE_WEBHOOK_SECRET_PREVIOUS_UNTIL')]);
});
