import { expect, it } from 'vitest';
import { startTestServer } from '../../support/server/start-test-server.js';

it('answers health without a token, and nothing else', async () => {
  const { api } = await startTestServer();
  const anonymous = api.with(null);
  expect(await anonymous.get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await anonymous.get('/readyz')).toMatchObject({ status: 200, body: { database: 'ok' } });
  for (const path of ['/v1/openapi.json', '/v1/nothing', '/']) {
    const { status, headers, body } = await anonymous.get(path);
    expect([path, status, body.code]).toEqual([path, 401, 'TOKEN_MISSING']);
    expect(headers.get('www-authenticate')).toContain('Bearer');
  }
});

it('gives its document to a token, and a problem for what is not there', async () => {
  const { api } = await startTestServer({ scopes: ['read'] });
  const { status, body } = await api.get('/v1/openapi.json');
  expect([status, body.openapi]).toEqual([200, '3.1.0']);
  expect(body.webhooks).toHaveProperty(['migration.completed', 'post']);
  expect(await api.get('/v1/nothing')).toMatchObject({ status: 404, body: { code: 'ROUTE_UNKNOWN' } });
  const wrong = await api.post('/v1/openapi.json');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  const unknown = await api.get('/v1/openapi.json?limit=1');
  expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: 'query/limit' }] } });
});
