import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfitureError } from '../../src/errors.js';
import { signatureHeaders } from '../../src/events/signature/signature.js';
import { type ReceivedEvent, type ReceiverOptions, startReceiver } from '../../src/listener/receiver.js';
import { startRecorder } from '../support/receiver.js';

const secret = 'invented-secret-for-tests';
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function receiver(options: Partial<ReceiverOptions> = {}) {
  const events: ReceivedEvent[] = [];
  const started = await startReceiver({ port: 0, onEvent: (event) => events.push(event), ...options });
  open.push(started);
  return { ...started, events };
}

function signed(body: string | Buffer, secrets = [secret]): Record<string, string> {
  const timestampSeconds = Math.floor(Date.now() / 1000);
  return signatureHeaders({ body, eventId: 'evt_1', timestampSeconds, secrets, format: 'confiture' });
}

function post(url: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers,
  });
}

describe('receiver', () => {
  it('answers like the receiver of the reference', async () => {
    const { url } = await receiver();
    const response = await post(url, '{}');
    expect([response.status, await response.text()]).toEqual([200, '{"status": "received"}']);
  });

  it('reports body, JSON, headers and time of an event', async () => {
    const { url, events } = await receiver();
    await post(url, '{"event_type": "migration_success"}', { 'X-Team': 'payments' });
    expect(events).toMatchObject([
      {
        receivedAt: expect.any(Date),
        body: '{"event_type": "migration_success"}',
        json: { event_type: 'migration_success' },
        headers: { 'x-team': 'payments' },
        verification: null,
        forwarded: null,
        status: 200,
      },
    ]);
  });

  it('reports a body that is not JSON with null', async () => {
    const { url, events } = await receiver();
    await post(url, 'plain words');
    expect(events).toMatchObject([{ body: 'plain words', json: null, summary: { event: null } }]);
  });

  it.each(['authorization', 'x-confiture-secret', 'cookie', 'x-api-key', 'x-auth-token'])(
    'names the header %s without its value',
    async (name) => {
      const { url, events } = await receiver();
      await post(url, '{}', { [name]: 'invented-value' });
      expect(events[0]?.headers[name]).toBe('***');
      expect(JSON.stringify(events[0])).not.toContain('invented-value');
    },
  );

  it.each([
    {
      body: {
        event_type: 'migration_success',
        migration: { name: '005_a' },
        execution: { duration_seconds: 2.1 },
      },
      summary: { event: 'migration_success', migration: '005_a', duration: 2.1 },
    },
    {
      body: { event_type: 'migration_success', migration: '005_a', duration: 2.1 },
      summary: { event: 'migration_success', migration: '005_a', duration: 2.1 },
    },
    {
      body: { type: 'migration.failed', data: { migration_name: '005_a', duration_seconds: 3 } },
      summary: { event: 'migration.failed', migration: '005_a', duration: 3 },
    },
    { body: { text: 'to a chat' }, summary: { event: null, migration: null, duration: null } },
    { body: [1, 2], summary: { event: null, migration: null, duration: null } },
    {
      body: { type: 7, data: null, migration: [] },
      summary: { event: null, migration: null, duration: null },
    },
  ])('summarises $body', async ({ body, summary }) => {
    const { url, events } = await receiver();
    await post(url, JSON.stringify(body));
    expect(events[0]?.summary).toEqual(summary);
  });

  it('accepts an event that one of its secrets signed', async () => {
    const { url, events } = await receiver({ secrets: ['another-invented-secret', secret] });
    const response = await post(url, '{"a": 1}', signed('{"a": 1}'));
    expect(response.status).toBe(200);
    expect(events[0]?.verification).toMatchObject({
      verified: true,
      schemes: { confiture: { ok: true }, standard: { ok: true }, sensei: { ok: false, reason: 'missing' } },
    });
  });

  it.each([
    { what: 'another secret', headers: signed('{"a": 1}', ['some-other-secret']), reason: 'mismatch' },
    { what: 'another body', headers: signed('{"a": 2}'), reason: 'mismatch' },
    { what: 'nothing', headers: {}, reason: 'missing' },
  ])('answers 401 to an event signed with $what and says why', async ({ headers, reason }) => {
    const { url, events } = await receiver({ secrets: [secret] });
    const response = await post(url, '{"a": 1}', headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: expect.stringMatching(
        reason === 'missing' ? /^no signature holds: none was sent$/ : /^no signature holds: .*mismatch/,
      ),
    });
    expect(events[0]).toMatchObject({
      status: 401,
      verification: { verified: false, schemes: { confiture: { ok: false, reason } } },
    });
  });

  it('verifies bytes that are no UTF-8', async () => {
    const { url } = await receiver({ secrets: [secret] });
    const body = Buffer.of(0xff, 0xfe, 0x00, 0x80);
    expect((await post(url, body, signed(body))).status).toBe(200);
  });

  it('answers with the chosen status', async () => {
    const { url, events } = await receiver({ status: 503 });
    expect((await post(url, '{}')).status).toBe(503);
    expect(events).toMatchObject([{ status: 503 }]);
  });

  it('keeps any number of senders waiting at once without a warning', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on('warning', warn);
    let received = 0;
    let all: () => void = () => {};
    const waiting = new Promise<void>((resolve) => {
      all = resolve;
    });
    const { url, close } = await receiver({
      delayMs: 60_000,
      onEvent: () => {
        received += 1;
        if (received === 12) all();
      },
    });
    const senders = Array.from({ length: 12 }, () => post(url, '{}'));
    await waiting;
    await close();
    await Promise.allSettled(senders);
    process.removeListener('warning', warn);
    expect(warnings).toEqual([]);
  });

  it('reports an event before the pause it makes', async () => {
    let report: () => void = () => undefined;
    const reported = new Promise<void>((resolve) => {
      report = resolve;
    });
    const { url, close } = await receiver({ delayMs: 60_000, onEvent: () => report() });
    const answer = post(url, '{}').catch(() => 'cut off');
    await reported;
    await close();
    expect(await answer).toBe('cut off');
  });

  it('answers after a pause', async () => {
    const { url } = await receiver({ delayMs: 5 });
    expect((await post(url, '{}')).status).toBe(200);
  });

  it('takes a body of 1 MiB and answers 413 to a larger one', async () => {
    const { url, events } = await receiver();
    expect((await post(url, Buffer.alloc(1024 * 1024, 'x'))).status).toBe(200);
    expect((await post(url, Buffer.alloc(1024 * 1024 + 1, 'x'))).status).toBe(413);
    expect(events).toHaveLength(1);
  });

  it('answers 413 to a body that grows too large without saying so', async () => {
    const { port, events } = await receiver();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    for (let i = 0; i < 17; i += 1) socket.write(`10000\r\n${'x'.repeat(0x10000)}\r\n`);
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
    expect(events).toEqual([]);
  });

  it('survives a sender that goes away in the middle', async () => {
    const { port, url, events } = await receiver();
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc', () => socket.destroy());
        socket.on('close', () => resolve());
      });
    });
    expect((await post(url, '{}')).status).toBe(200);
    expect(events).toHaveLength(1);
  });

  it('answers GET with plain text and anything else with 405', async () => {
    const { url } = await receiver();
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    const put = await fetch(url, { method: 'PUT', body: '{}' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  it('forwards the same bytes with the same signatures and reports the status', async () => {
    const target = await startRecorder({ respond: () => 202 });
    open.push(target);
    const { url, events } = await receiver({ forwardTo: `${target.url}hooks` });
    const headers = signed('{"a": "é"}');
    await post(url, '{"a": "é"}', headers);
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(target.requests).toMatchObject([
      { path: '/hooks', headers: lower, body: Buffer.from('{"a": "é"}') },
    ]);
    expect(events).toMatchObject([{ forwarded: { status: 202 } }]);
  });

  it('forwards nothing that it answers with 401', async () => {
    const target = await startRecorder();
    open.push(target);
    const { url, events } = await receiver({ secrets: [secret], forwardTo: target.url });
    expect((await post(url, '{}', signed('{}', ['some-other-secret']))).status).toBe(401);
    expect((await post(url, '{}')).status).toBe(401);
    expect(events).toMatchObject([{ forwarded: null }, { forwarded: null }]);
    expect((await post(url, '{"genuine": true}', signed('{"genuine": true}'))).status).toBe(200);
    expect(target.requests.map(({ body }) => body.toString())).toEqual(['{"genuine": true}']);
  });

  it('forwards to a URL with user name and password by HTTP Basic', async () => {
    const target = await startRecorder();
    open.push(target);
    const forwardTo = target.url.replace('http://', 'http://us%40er:invented%3Apass@');
    const { url, events } = await receiver({ forwardTo });
    await post(url, '{}', { Authorization: 'Bearer of the sender' });
    expect(target.requests[0]?.headers.authorization).toBe(`Basic ${btoa('us@er:invented:pass')}`);
    expect(JSON.stringify(events)).not.toContain('invented');
  });

  it('reports that forwarding failed and answers all the same', async () => {
    const gone = await startRecorder();
    await gone.close();
    const { url, events } = await receiver({ forwardTo: gone.url });
    expect((await post(url, '{}')).status).toBe(200);
    expect(events).toMatchObject([{ forwarded: { error: 'ECONNREFUSED' } }]);
  });

  it('throws PORT_IN_USE where another listens', async () => {
    const { port } = await receiver();
    const second = startReceiver({ port });
    await expect(second).rejects.toThrow(ConfitureError);
    await expect(second).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(`${port}`),
    });
  });

  it.each([{ port: 70_000 }, { port: 0, host: '192.0.2.1' }])(
    'throws FLAG_INVALID for %o',
    async (options) => {
      await expect(startReceiver(options)).rejects.toMatchObject({ code: 'FLAG_INVALID' });
    },
  );

  it.each(['whsk_invented', 'whpk_invented', ''])(
    'throws at the start for the malformed secret %j',
    async (wrong) => {
      await expect(startReceiver({ port: 0, secrets: [wrong] })).rejects.toMatchObject({
        code: 'ENDPOINT_INVALID',
      });
    },
  );
});
