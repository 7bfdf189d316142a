import { expect, it } from 'vitest';
import { rawProblem, rawRequest } from '../../../support/server/raw-request.js';
import { startTestServer, TEST_TOKEN } from '../../../support/server/start-test-server.js';

const NEW = { name: 'bot', scopes: ['read'] };

it('refuses each kind of hostile request with a status and a code', async () => {
  const { url, server } = await startTestServer({ requestTimeoutMs: 1_500 });
  const token = TEST_TOKEN;
  const send = async (
    body: string | Uint8Array,
    headers: Record<string, string> = {},
    path = '/v1/tokens',
  ) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: body as string,
    });
    const { code, request_id } = (await response.json()) as { code: string; request_id: string };
    expect(request_id).toMatch(/^req_/);
    return [response.status, code];
  };
  const text = JSON.stringify(NEW);
  expect(await send('{')).toEqual([400, 'REQUEST_MALFORMED']);
  expect(await send(new Uint8Array([0x22, 0xff, 0x22]))).toEqual([400, 'REQUEST_MALFORMED']);
  expect(await send(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).toEqual([400, 'REQUEST_MALFORMED']);
  for (const key of ['__proto__', 'constructor', 'prototype'])
    expect(await send(`{"name":"bot","scopes":["read"],"${key}":{"scopes":["manage"]}}`)).toEqual([
      400,
      'REQUEST_MALFORMED',
    ]);
  expect(await send(JSON.stringify({ ...NEW, name: 'x'.repeat(1024 * 1024) }))).toEqual([
    413,
    'REQUEST_TOO_LARGE',
  ]);
  for (const type of [
    'text/html',
    'application/xml',
    'application/json; charset=latin1',
    'multipart/form-data',
  ])
    expect([type, ...(await send(text, { 'content-type': type }))]).toEqual([
      type,
      415,
      'REQUEST_MEDIA_TYPE',
    ]);
  expect(await send(JSON.stringify({ ...NEW, scope: 'read' }))).toEqual([422, 'REQUEST_INVALID']);
  expect(await send(text, {}, '/v1/tokens?dry_run=true')).toEqual([422, 'REQUEST_INVALID']);
  expect(await send(JSON.stringify({ token: 'a\u0000' }), {}, '/v1/session')).toEqual([
    422,
    'REQUEST_INVALID',
  ]);
  const { status } = await fetch(`${url}/v1/tokens/a%00b`, { headers: { authorization: `Bearer ${token}` } });
  expect(status).toBe(422);
  expect(await send('[]')).toEqual([422, 'REQUEST_INVALID']);
  expect(await send('')).toEqual([422, 'REQUEST_INVALID']);
  expect(await send(text, { 'idempotency-key': 'x'.repeat(256) })).toEqual([422, 'REQUEST_INVALID']);

  const head = `POST /v1/tokens HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`;
  const long = `X-Long: ${'x'.repeat(17 * 1024)}\r\n\r\n`;
  expect(rawProblem(await rawRequest(url, head + long))).toEqual({ status: 431, code: 'REQUEST_TOO_LARGE' });
  expect(rawProblem(await rawRequest(url, 'NONSENSE\r\n\r\n'))).toEqual({
    status: 400,
    code: 'REQUEST_MALFORMED',
  });
  const slow = await rawRequest(url, `${head}Content-Length: 100\r\nContent-Type: application/json\r\n\r\n{`);
  expect(rawProblem(slow)).toEqual({ status: 408, code: 'REQUEST_TIMED_OUT' });
  const endless = await rawRequest(
    url,
    `${head}Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n`,
    (socket) => {
      const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
      for (let sent = 0; sent < 20; sent += 1) socket.write(chunk);
    },
  );
  expect(rawProblem(endless)).toEqual({ status: 413, code: 'REQUEST_TOO_LARGE' });
  const tokens = await server.context.withConnection((connection) =>
    connection.query('select from confiture.api_tokens'),
  );
  expect(tokens).toEqual([]);
});

it('refuses names of other hosts and pages of other origins, and lists all faults of a request', async () => {
  const { url, api } = await startTestServer({
    config: { serve: { publicUrl: 'https://ops.example.com/confiture' } },
  });
  const port = new URL(url).port;
  const ask = async (headers: string) =>
    rawProblem(await rawRequest(url, `GET /healthz HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`));
  for (const host of ['127.0.0.1', `localhost:${port}`, '[::1]:80', 'ops.example.com', '192.0.2.7:8080'])
    expect([host, (await ask(`Host: ${host}\r\n`)).status]).toEqual([host, 200]);
  for (const host of ['evil.example', `localhost.evil.example:${port}`, 'ops.example.com.evil.example'])
    expect([host, await ask(`Host: ${host}\r\n`)]).toEqual([host, { status: 421, code: 'HOST_REFUSED' }]);
  for (const host of ['Host: \r\n', 'Host: 127.0.0.1@evil.example\r\n', ''])
    expect([host, await ask(host)]).toEqual([host, { status: 400, code: 'REQUEST_MALFORMED' }]);
  for (const origin of ['https://ops.example.com', `http://127.0.0.1:${port}`])
    expect((await ask(`Host: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\n`)).status).toBe(200);
  for (const origin of [
    'https://evil.example',
    'null',
    'http://127.0.0.1:1',
    'https://ops.example.com.evil.example',
  ])
    expect([origin, await ask(`Host: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\n`)]).toEqual([
      origin,
      { status: 403, code: 'ORIGIN_REFUSED' },
    ]);
  expect((await fetch(`${url}/confiture/healthz`)).status).toBe(200);
  const { body } = await api.post('/v1/tokens', {
    body: { name: '-', scopes: ['all'], expires_in_days: 0, more: 1 },
  });
  expect((body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
    '/expires_in_days',
    '/more',
    '/name',
    '/scopes/0',
  ]);
});
