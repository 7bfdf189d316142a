import { expect, it } from 'vitest';
import { startTestServer } from '../../../support/server/start-test-server.js';

interface TokenBody {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
}

const make = { name: 'deploy-bot', scopes: ['read', 'operate'] };

it('makes a token whose text is shown once, lists it, and ends it at once', async () => {
  const { api, database } = await startTestServer();
  const made = await api.post<TokenBody>('/v1/tokens', { body: make });
  expect(made).toMatchObject({ status: 201, body: { scopes: ['read', 'operate'], last_used_at: null } });
  expect(made.headers.get('location')).toBe(`/v1/tokens/${made.body.id}`);
  const { secret, id } = made.body;
  const bot = api.with(secret);
  expect(await bot.get('/v1/session')).toMatchObject({
    status: 200,
    body: { name: 'deploy-bot', token_id: id },
  });
  expect(await bot.get('/v1/tokens')).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
  const listed = await api.get('/v1/tokens');
  expect(listed.body).toMatchObject({ data: [{ id, state: 'active', last_used_from: '127.0.0.1' }] });
  expect(JSON.stringify(listed.body)).not.toContain(secret);
  expect(await api.post('/v1/tokens', { body: make })).toMatchObject({
    status: 409,
    body: { code: 'TOKEN_EXISTS' },
  });
  expect(await api.delete(`/v1/tokens/${id}`)).toMatchObject({ status: 200, body: { state: 'revoked' } });
  expect(await bot.get('/v1/session')).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
  const entries = await database.query(
    'select action, actor, token_id, address, after from confiture.audit order by id',
  );
  expect(entries).toMatchObject([
    { action: 'token.created', actor: 'test', token_id: 'tok_test', address: '127.0.0.1' },
    { action: 'token.revoked', after: { name: make.name, state: 'revoked' } },
  ]);
  const dump = await database.query<{ text: string }>('select t::text as text from confiture.api_tokens t');
  expect(JSON.stringify(dump)).not.toContain(secret.slice('sk_live_'.length));
});

it('gives no scope that the token lacks, and refuses tokens that are expired, altered or cut off', async () => {
  const { api, database } = await startTestServer({ scopes: ['read', 'manage'] });
  expect(await api.post('/v1/tokens', { body: make })).toMatchObject({
    status: 403,
    body: { code: 'SCOPE_MISSING' },
  });
  const { body } = await api.post<TokenBody>('/v1/tokens', { body: { name: 'reader', scopes: ['read'] } });
  const { secret } = body;
  const altered = secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A');
  for (const text of [altered, secret.slice(0, -1), `${secret}A`, secret.toLowerCase(), 'sk_live_'])
    expect((await api.with(text).get('/v1/session')).status).toBe(401);
  expect((await api.with(secret).get('/v1/session')).status).toBe(200);
  await database.query(
    "update confiture.api_tokens set expires_at = clock_timestamp() - interval '1 second'",
  );
  expect((await api.with(secret).get('/v1/session')).status).toBe(401);
});

it('signs a browser in with a cookie that no other origin can use', async () => {
  const { api, url } = await startTestServer();
  const { body } = await api.post<TokenBody>('/v1/tokens', {
    body: { name: 'ann', scopes: ['read', 'manage'] },
  });
  const browser = api.with(null);
  const headers = { origin: url };
  const signedIn = await browser.post('/v1/session', { headers, body: { token: body.secret } });
  expect(signedIn).toMatchObject({ status: 200, body: { name: 'ann' } });
  const set = signedIn.headers.get('set-cookie') ?? '';
  expect(set).toMatch(/^confiture=\w{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(set).not.toContain(body.secret);
  const cookie = set.split(';')[0] ?? '';
  expect((await browser.get('/v1/tokens', { headers: { cookie } })).status).toBe(200);
  const create = { body: { name: 'more', scopes: ['read'] } };
  for (const origin of [{}, { origin: 'https://elsewhere.example' }, { origin: 'null' }])
    expect(await browser.post('/v1/tokens', { ...create, headers: { cookie, ...origin } })).toMatchObject({
      status: 403,
      body: { code: 'ORIGIN_REFUSED' },
    });
  expect((await browser.post('/v1/tokens', { ...create, headers: { cookie, ...headers } })).status).toBe(201);
  expect((await browser.delete('/v1/session', { headers: { cookie, ...headers } })).status).toBe(204);
  expect((await browser.get('/v1/tokens', { headers: { cookie } })).status).toBe(401);
});
