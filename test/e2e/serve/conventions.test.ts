import { expect, it } from 'vitest';
import { claimReply, releaseReply } from '../../../src/storage/replies/kept-reply.js';
import { startTestServer } from '../../support/server/start-test-server.js';

interface TokenBody {
  readonly id: string;
  readonly secret: string | null;
}

it('does a POST with an Idempotency-Key once, and answers its repetitions without the secret', async () => {
  const { api, database, server } = await startTestServer();
  const create = (name: string, key = 'once', client = api) =>
    client.post<TokenBody>('/v1/tokens', {
      headers: { 'idempotency-key': key },
      body: { name, scopes: ['read', 'manage'] },
    });
  const first = await create('one');
  expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
  const again = await create('one');
  expect(again).toMatchObject({ status: 201, body: { id: first.body.id, secret: null } });
  expect([again.headers.get('idempotency-replayed'), again.headers.get('location')]).toEqual([
    'true',
    `/v1/tokens/${first.body.id}`,
  ]);
  expect(await create('two')).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  const other = api.with(first.body.secret);
  expect(await create('two', 'once', other)).toMatchObject({ status: 201 });
  expect(await create('one', 'refused')).toMatchObject({ status: 409, body: { code: 'TOKEN_EXISTS' } });
  expect(await create('three', 'refused')).toMatchObject({ status: 201 });
  const kept = await database.query('select r::text from confiture.api_replies r');
  expect(JSON.stringify(kept)).not.toContain('sk_live_');

  const key = { caller: 'tok_test', keyHash: 'a'.repeat(64) };
  const claim = (hash: string) =>
    server.context.withConnection((connection, scope) => claimReply(connection, scope, key, hash));
  expect(await claim('b')).toEqual({ kind: 'claimed' });
  expect(await claim('b')).toEqual({ kind: 'busy' });
  await database.query("update confiture.api_replies set started_at = started_at - interval '3 minutes'");
  expect(await claim('b')).toEqual({ kind: 'claimed' });
  await server.context.withConnection((connection, scope) => releaseReply(connection, scope, key));
  expect(await claim('c')).toEqual({ kind: 'claimed' });
  await database.query("update confiture.api_replies set started_at = started_at - interval '25 hours'");
  expect(await create('four')).toMatchObject({ status: 201, body: { secret: expect.any(String) } });
  expect(await database.query('select count(*)::integer as count from confiture.api_replies')).toEqual([
    { count: 1 },
  ]);
});

it('answers one of two requests with the same key at once, and the other with 409', async () => {
  const { api } = await startTestServer();
  const create = () =>
    api.post('/v1/tokens', {
      headers: { 'idempotency-key': 'race' },
      body: { name: 'one', scopes: ['read'] },
    });
  const statuses = (await Promise.all([create(), create(), create()])).map(({ status }) => status);
  expect(statuses.filter((status) => status !== 409)).not.toEqual([]);
  expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
  expect((await api.get<{ data: unknown[] }>('/v1/tokens')).body.data).toHaveLength(1);
});

it('says how much a token may still send, and refuses what is more', async () => {
  const now = Date.now();
  let passedMs = 0;
  const { api } = await startTestServer({
    config: { serve: { requestsPerMinute: 3 } },
    now: () => new Date(now + passedMs),
  });
  const first = await api.get('/v1/session');
  expect(first.headers.get('ratelimit-policy')).toBe('"default";q=3;w=60');
  expect(first.headers.get('ratelimit')).toBe('"default";r=2;t=60');
  await api.get('/v1/session');
  await api.get('/v1/session');
  passedMs = 20_000;
  const refused = await api.get('/v1/session');
  expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
  expect(refused.headers.get('retry-after')).toBe('40');
  passedMs = 60_000;
  expect((await api.get('/v1/session')).status).toBe(200);
});

it('looks no more wrong tokens up for an address that has sent many, and still the right ones of its others', async () => {
  const { api } = await startTestServer({ config: { serve: { trustedProxies: ['127.0.0.0/8'] } } });
  const from = (address: string, token: string) =>
    api.with(token).get('/v1/session', { headers: { 'x-forwarded-for': `192.0.2.1, ${address}` } });
  const { body } = await api.post<TokenBody>('/v1/tokens', { body: { name: 'known', scopes: ['read'] } });
  const right = body.secret ?? '';
  expect((await from('198.51.100.7', right)).status).toBe(200);
  for (let n = 0; n <= 20; n += 1) expect((await from('198.51.100.7', `sk_live_wrong${n}`)).status).toBe(401);
  const refused = await from('198.51.100.7', 'sk_live_wrong');
  expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await from('198.51.100.7', right)).status).toBe(200);
  expect((await from('198.51.100.8', 'sk_live_wrong')).status).toBe(401);
});

it('reads JSON whatever its type is called where a bearer token came along, and by its type where a cookie did', async () => {
  const { api, url } = await startTestServer();
  const curl = { 'content-type': 'application/x-www-form-urlencoded' };
  const made = await api.post('/v1/tokens', {
    headers: curl,
    body: { name: 'curl', scopes: ['read', 'manage'] },
  });
  expect(made.status).toBe(201);
  const signIn = { headers: { ...curl, origin: url }, body: { token: made.body.secret } };
  expect(await api.with(null).post('/v1/session', signIn)).toMatchObject({ status: 415 });
});
