import { expect, it } from 'vitest';
import { checkParts } from '../../../../src/app/endpoints/stored/change/check-parts.js';
import { reachFault } from '../../../../src/app/endpoints/stored/change/check-reach.js';

const SECRETS = ['whsec_invented_secret'];

it('gives an endpoint that says no more than its URL the defaults of the reference', () => {
  expect(checkParts('a', { url: 'https://hooks.example.com/a' }, SECRETS, 'production')).toEqual({
    url: 'https://hooks.example.com/a',
    events: ['migration.completed', 'migration.failed'],
    format: 'envelope',
    schedule: 'sensei',
    timeoutMs: 30_000,
    allowInsecure: false,
    headers: {},
  });
});

it.each([
  ['https://hooks.slack.com/services/T0/B0/invented', 'slack'],
  ['https://discord.com/api/webhooks/1/invented', 'discord'],
])('gives a service that understands one format only that one: %s', (url, format) => {
  expect(checkParts('a', { url }, SECRETS, 'production').format).toBe(format);
  expect(checkParts('a', { url, format: 'flat' }, SECRETS, 'production').format).toBe('flat');
});

it('lets fields of the event stand in headers, and no variable of the process', () => {
  const check = (value: string) =>
    checkParts('a', { url: 'https://a.example', headers: { 'X-A': value } }, SECRETS, 'local');
  expect(check(`id \${event.id}`).headers).toEqual({ 'X-A': `id \${event.id}` });
  for (const value of [`\${HOME}`, `\${HOME:-x}`, `\${event.id}\${PGPASSWORD}`, `\${}`])
    expect(() => check(value)).toThrow('uses a variable of the process');
});

it('refuses a name all of whose addresses are forbidden, and lets one pass that has none now', async () => {
  const at = (...addresses: string[]) => ({
    allowedNetworks: ['10.1.0.0/16'],
    resolve: async () => addresses.map((address) => ({ address })),
  });
  const url = new URL('https://hooks.example.com/');
  expect(await reachFault(url, at('10.2.0.1', '::1'))).toContain('not public (private)');
  expect(await reachFault(url, at('10.1.0.1'))).toBeNull();
  expect(await reachFault(url, at('169.254.169.254'))).toContain('which no endpoint may reach');
  expect(await reachFault(url, at('10.2.0.1', '1.1.1.1'))).toBeNull();
  const unknown = { allowedNetworks: [], resolve: () => Promise.reject(new Error('ENOTFOUND')) };
  expect(await reachFault(url, unknown)).toBeNull();
});
