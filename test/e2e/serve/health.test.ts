import { expect, it } from 'vitest';
import { rawRequest } from '../../support/server/raw-request.js';
import { startTestServer, TEST_TOKEN } from '../../support/server/start-test-server.js';

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
  expect(body.paths).toHaveProperty(['/v1/runs/{id}', 'get', 'x-problem-codes'], ['RUN_UNKNOWN']);
  expect(await api.get('/v1/nothing')).toMatchObject({ status: 404, body: { code: 'ROUTE_UNKNOWN' } });
  const wrong = await api.post('/v1/openapi.json');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  const unknown = await api.get('/v1/openapi.json?limit=1');
  expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: 'query/limit' }] } });
});

it('says how it is set up, and nothing secret of it', async () => {
  const { api, database } = await startTestServer({
    scopes: ['read'],
    config: {
      serve: { trustedProxies: ['10.0.0.0/8'] },
      webhooks: { headers: { 'X-Key': 'invented-header-secret' }, allowedNetworks: ['127.0.0.0/8'] },
      redact: { keys: ['invented-key'] },
    },
    env: {
      CONFITURE_WEBHOOK_URL: 'https://hooks.example.com/invented-path-secret',
      CONFITURE_WEBHOOK_SECRET: 'whsec_invented_of_the_settings_test',
      CONFITURE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    },
  });
  const { status, body } = await api.get('/v1/settings');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    environment: 'local',
    database: { name: database.name },
    tracking_table: 'tb_confiture',
    master_key: 'CONFITURE_MASTER_KEY',
    options: expect.arrayContaining([
      { key: 'serve.trustedProxies', meaning: expect.any(String), value: ['10.0.0.0/8'] },
      { key: 'webhooks.allowedNetworks', meaning: expect.any(String), value: ['127.0.0.0/8'] },
      { key: 'migration.lockTimeoutMs', meaning: expect.stringMatching(/, in milliseconds$/), value: 30_000 },
    ]),
  });
  expect(JSON.stringify(body)).not.toMatch(/invented|whsec|BwcH|@/);
});

it('says that it is not ready where the database does not answer', async () => {
  const { api } = await startTestServer({
    env: { CONFITURE_DATABASE_URL: 'postgres://app@127.0.0.1:9/app' },
  });
  expect((await api.get('/healthz')).status).toBe(200);
  expect(await api.get('/readyz')).toMatchObject({ status: 503, body: { database: 'unreachable' } });
  expect(await api.get('/v1/tokens')).toMatchObject({ status: 503, body: { code: 'CONNECT_UNREACHABLE' } });
});

it('goes on with new sessions where those it had were ended, and leaves no transaction open', async () => {
  const { api, database, server } = await startTestServer();
  const { withConnection } = server.context;
  const pooled = await withConnection(async (connection) => connection);
  await database.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await expect.poll(() => pooled.lost, { timeout: 60_000 }).toBe(true);
  expect((await api.get('/v1/tokens')).status).toBe(200);
  const failed = withConnection(async (connection) => {
    await connection.run('begin');
    throw new Error('the work failed');
  });
  await expect(failed).rejects.toThrow('the work failed');
  const { transaction } = await withConnection((connection) => connection.run(''));
  expect(transaction).toBe('idle');
});

it('answers what it has begun before it stops, and takes nothing more', async () => {
  const { url, api, server } = await startTestServer();
  const body = JSON.stringify({ name: 'late', scopes: ['read'] });
  const head = `POST /v1/tokens HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${TEST_TOKEN}\r\nContent-Length: ${body.length}\r\n`;
  let stopped: Promise<void> | undefined;
  const answer = await rawRequest(url, `${head}Expect: 100-continue\r\n\r\n`, (socket) => {
    // The server has taken the request when it asks for the body.
    socket.once('data', () => {
      stopped = server.stop();
      socket.write(body);
    });
  });
  expect(answer).toContain('HTTP/1.1 201');
  await stopped;
  await expect(api.get('/healthz')).rejects.toThrow();
});
