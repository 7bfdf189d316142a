import { expect, it } from 'vitest';
import { checkEndpoints } from '../../../src/app/doctor/endpoints.js';

const SECRET_URL = 'https://hooks.example.com:8443/services/invented-token?key=invented-key';
const endpoint = (url: string) => ({ name: 'audit', url });

const known = async () => {};
const unknown = () => Promise.reject(new Error('ENOTFOUND'));
const silent = () => new Promise<void>(() => {});

it('tells scheme and host, and nothing else of the URL', async () => {
  const [check] = await checkEndpoints([endpoint(SECRET_URL)], { resolve: known, hasProxy: false });
  expect(check).toEqual({
    name: 'endpoint audit',
    verdict: 'ok',
    message: 'https://hooks.example.com',
    hint: null,
    code: null,
  });
});

it.each([
  ['fails a name without an address', unknown, false, 'failed'],
  ['leaves the name to the proxy where there is one', unknown, true, 'ok'],
  ['does not wait for a name server that does not answer', silent, false, 'warning'],
] as const)('%s', async (_what, resolve, hasProxy, verdict) => {
  const checks = await checkEndpoints([endpoint(SECRET_URL)], { resolve, hasProxy, timeoutMs: 1 });
  expect(checks).toMatchObject([{ verdict }]);
  expect(JSON.stringify(checks)).not.toMatch(/invented/);
});

it.each(['http://127.0.0.1:8000/', 'http://[::1]:8000/'])('asks nobody for %s', async (url) => {
  const checks = await checkEndpoints([endpoint(url)], { resolve: unknown, hasProxy: false });
  expect(checks).toMatchObject([{ verdict: 'ok' }]);
});

it('waits for all names together', async () => {
  const many = Array.from({ length: 50 }, () => endpoint(SECRET_URL));
  let asked = 0;
  const resolve = () => {
    asked += 1;
    return silent();
  };
  const checks = checkEndpoints(many, { resolve, hasProxy: false, timeoutMs: 1 });
  expect(asked).toBe(50);
  expect(await checks).toHaveLength(50);
});
