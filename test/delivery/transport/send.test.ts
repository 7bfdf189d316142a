import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSender, type Sender, type SenderOptions } from '../../../src/delivery/transport/send.js';
import { pour, startRaw } from '../../support/raw-receiver.js';
import { type Answer, startRecorder } from '../../support/receiver.js';
import { requestTo } from './request-to.js';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function keep<T extends { close(): Promise<void> }>(one: T): T {
  open.push(one);
  return one;
}

function sender(options: SenderOptions = {}): Sender {
  return keep(createSender(options));
}

async function recorder(respond: Answer = 200) {
  return keep(await startRecorder({ respond: () => respond }));
}

/** Answers look-ups with the addresses of each round, the last one again and again. */
function lookupOf(...rounds: string[][]): LookupFunction & { readonly asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _options, callback) => {
    const addresses = rounds[Math.min(asked.length, rounds.length - 1)] ?? [];
    asked.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return Object.assign(lookup, { asked });
}

function answering(status: number, headers: Record<string, string>, body: string | Buffer = ''): Answer {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

describe('send', () => {
  it('sends method, path with query, headers and the very bytes of the body', async () => {
    const receiver = await recorder();
    await sender().send(requestTo(`${receiver.url}hook?team=7`));
    expect(receiver.requests).toMatchObject([
      {
        method: 'POST',
        path: '/hook?team=7',
        headers: { 'webhook-id': 'evt_1', 'content-length': '35' },
        body: Buffer.from('{"event_type": "migration_success"}'),
      },
    ]);
  });

  it.each([200, 201, 202, 204, 299])('counts %i as delivered', async (status) => {
    const receiver = await recorder(status);
    expect(await sender().send(requestTo(receiver.url))).toMatchObject({ kind: 'delivered', status });
  });

  it.each([
    { status: 300, retryable: true },
    { status: 304, retryable: true },
    { status: 400, retryable: false },
    { status: 401, retryable: false },
    { status: 404, retryable: false },
    { status: 408, retryable: true },
    { status: 409, retryable: true },
    { status: 410, retryable: false, gone: true },
    { status: 413, retryable: false },
    { status: 425, retryable: true },
    { status: 429, retryable: true, throttled: true },
    { status: 500, retryable: true },
    { status: 501, retryable: true },
    { status: 502, retryable: true, throttled: true },
    { status: 503, retryable: true, throttled: true },
    { status: 504, retryable: true, throttled: true },
    { status: 599, retryable: true },
  ])('counts $status as rejected, retryable: $retryable', async ({ status, ...expected }) => {
    const receiver = await recorder(status);
    const outcome = await sender().send(requestTo(receiver.url));
    expect(outcome).toMatchObject({ kind: 'rejected', status, gone: false, throttled: false, ...expected });
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %i to the next host', async (status) => {
    const target = await recorder();
    const receiver = await recorder(answering(status, { Location: target.url }));
    expect(await sender().send(requestTo(receiver.url))).toMatchObject({ kind: 'rejected', status });
    expect(target.requests).toEqual([]);
  });

  it('asks once in a redirect loop', async () => {
    const receiver = await recorder(answering(302, { Location: '/' }));
    await sender().send(requestTo(receiver.url));
    expect(receiver.requests).toHaveLength(1);
  });

  it('treats a redirect to cloud metadata as any other rejection', async () => {
    const receiver = await recorder(answering(307, { Location: 'http://169.254.169.254/latest/meta-data/' }));
    const outcome = await sender().send(requestTo(receiver.url));
    expect(outcome).toMatchObject({ kind: 'rejected', text: 'HTTP 307: redirects are not followed' });
  });

  it.each([
    { header: '120', retryAfterMs: 120_000 },
    { header: 'Sun, 06 Nov 1994 08:50:37 GMT', retryAfterMs: 60_000 },
    { header: 'soon', retryAfterMs: null },
    { header: '-5', retryAfterMs: null },
  ])('reads Retry-After $header as $retryAfterMs ms', async ({ header, retryAfterMs }) => {
    const receiver = await recorder(answering(503, { 'Retry-After': header }));
    const now = () => Date.parse('1994-11-06T08:49:37Z');
    expect(await sender({ now }).send(requestTo(receiver.url))).toMatchObject({ retryAfterMs });
  });

  it('passes over informational answers before the final one', async () => {
    const receiver = await recorder((response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.writeHead(204).end();
    });
    expect(await sender().send(requestTo(receiver.url))).toMatchObject({ kind: 'delivered', status: 204 });
  });

  it('reads a body of 16 KiB to its end and cuts a longer one there', async () => {
    const sizes = [16 * 1024, 16 * 1024 + 1];
    const outcomes = await Promise.all(
      sizes.map(async (size) => {
        const receiver = await recorder(answering(200, {}, 'ab '.repeat(size).slice(0, size)));
        return sender().send(requestTo(receiver.url));
      }),
    );
    expect(outcomes).toMatchObject([
      { kind: 'delivered', response: { complete: true } },
      { kind: 'delivered', response: { complete: false } },
    ]);
  });

  it('takes a small part of a gigabyte only', async () => {
    let poured = { bytes: 0 };
    const receiver = keep(
      await startRaw({
        onRequest: (socket) => {
          socket.write('HTTP/1.1 500 No\r\nContent-Length: 1073741824\r\n\r\n');
          poured = pour(socket, Buffer.alloc(64 * 1024, 'x'));
        },
      }),
    );
    await sender().send(requestTo(receiver.url), { timeoutMs: 400 });
    expect(poured.bytes).toBeLessThan(32 * 1024 * 1024);
  });

  it('masks in the answer what the request kept confidential, in each spelling', async () => {
    const receiver = await recorder(answering(200, {}, '{"got": "k\\"ey-1234", "url": "/a?t=k%22ey-1234"}'));
    const outcome = await sender().send(requestTo(receiver.url, { confidential: ['k"ey-1234'] }));
    expect(outcome).toMatchObject({ response: { text: expect.not.stringContaining('ey-1234') } });
  });

  it('stores no control characters of an answer', async () => {
    const receiver = await recorder(answering(400, {}, 'a\u0000b\u001b[31mc'));
    const outcome = await sender().send(requestTo(receiver.url));
    expect(outcome).toMatchObject({ response: { text: 'a\ufffdb\ufffd[31mc' } });
  });

  it('applies the masking rules of the user to answers', async () => {
    const receiver = await recorder(answering(400, {}, 'no customer C-4711 here'));
    const outcome = await sender({ redaction: { patterns: [/C-\d+/] } }).send(requestTo(receiver.url));
    expect(outcome).toMatchObject({ response: { text: 'no customer *** here' } });
  });

  it('reuses its connection', async () => {
    const ports = new Set<number | undefined>();
    const receiver = await recorder((response, request) => {
      ports.add(request.socket.remotePort);
      response.writeHead(204).end();
    });
    const { send } = sender();
    await send(requestTo(receiver.url));
    await send(requestTo(receiver.url));
    expect(ports.size).toBe(1);
  });

  it.each([
    { url: 'not a url', reason: 'url' },
    { url: '', reason: 'url' },
    { url: 'ftp://hooks.example.com/', reason: 'scheme' },
    { url: 'file:///etc/passwd', reason: 'scheme' },
  ])('refuses $url without an attempt', async ({ url, reason }) => {
    expect(await sender().send(requestTo(url))).toMatchObject({ kind: 'refused', reason });
  });

  it('refuses headers that cannot be written as HTTP', async () => {
    const receiver = await recorder();
    const headers = { 'X-Broken': 'one\r\nX-Injected: two' };
    const outcome = await sender().send(requestTo(receiver.url, { headers }));
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'request' });
  });

  it('says that nothing listens', async () => {
    const gone = await startRaw({});
    await gone.close();
    const outcome = await sender().send(requestTo(gone.url));
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'connect-refused', code: 'ECONNREFUSED' });
  });

  it('keeps URL, host and headers out of every text', async () => {
    const receiver = await startRaw({});
    await receiver.close();
    const headers = { Authorization: 'Bearer invented-token-1234' };
    const url = `http://127.0.0.1:${receiver.port}/services/T000/B000/invented?key=invented`;
    const outcome = await sender().send(requestTo(url, { headers }));
    expect(JSON.stringify(outcome)).not.toMatch(/invented|127\.0\.0\.1|services/);
  });
});

describe('names', () => {
  it('says that a name does not resolve', async () => {
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []);
    const outcome = await sender({ lookup }).send(requestTo('https://nowhere.invented.test/'));
    expect(outcome).toMatchObject({
      kind: 'unreachable',
      reason: 'dns',
      stage: 'connect',
      code: 'ENOTFOUND',
    });
  });

  it('counts a name without addresses as one that does not resolve', async () => {
    const outcome = await sender({ lookup: lookupOf([]) }).send(requestTo('http://empty.invented.test/'));
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'dns' });
  });

  it('ends within the total time where a look-up hangs, and sends nothing when it comes back late', async () => {
    let bytes = 0;
    let ended = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const receiver = keep(
      await startRaw({
        onConnect: (socket) => {
          socket.on('data', (chunk) => {
            bytes += chunk.length;
          });
          socket.on('close', ended);
        },
      }),
    );
    let release = () => {};
    const lookup: LookupFunction = (_name, _options, callback) => {
      release = () => callback(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    const request = requestTo(`http://slow.invented.test:${receiver.port}/`);
    const outcome = await sender({ lookup }).send(request, { timeoutMs: 200 });
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'timeout', stage: 'connect' });
    release();
    await end;
    expect(bytes).toBe(0);
  });

  it.each([
    { addresses: ['10.0.0.5'], reach: 'public', kind: 'private' },
    { addresses: ['127.0.0.1'], reach: 'public', kind: 'loopback' },
    { addresses: ['::ffff:192.168.1.1'], reach: 'public', kind: 'private' },
    { addresses: ['169.254.169.254'], reach: 'public', kind: 'metadata' },
    { addresses: ['169.254.169.254'], reach: 'internal', kind: 'metadata' },
    { addresses: ['fd00:ec2::254'], reach: 'internal', kind: 'metadata' },
    { addresses: ['64:ff9b::a9fe:a9fe'], reach: 'internal', kind: 'metadata' },
    { addresses: ['fe80::1'], reach: 'internal', kind: 'link-local' },
  ] as const)('refuses a name that means $addresses for reach $reach', async ({ addresses, reach, kind }) => {
    const lookup = lookupOf([...addresses]);
    const outcome = await sender({ lookup }).send(requestTo('http://trap.invented.test/', { reach }));
    expect(outcome).toMatchObject({
      kind: 'refused',
      reason: 'address',
      text: expect.stringContaining(kind),
    });
  });

  it('reaches a private name for an endpoint of the operator', async () => {
    const receiver = await recorder();
    const { port } = new URL(receiver.url);
    const lookup = lookupOf(['127.0.0.1']);
    const outcome = await sender({ lookup }).send(requestTo(`http://hooks.invented.test:${port}/`));
    expect(outcome).toMatchObject({ kind: 'delivered' });
  });

  it('reaches an allowed network for an endpoint that is otherwise public', async () => {
    const receiver = await recorder();
    const request = requestTo(receiver.url, { reach: 'public' });
    expect(await sender().send(request)).toMatchObject({ kind: 'refused', reason: 'address' });
    expect(await sender({ allowedNetworks: ['127.0.0.0/8'] }).send(request)).toMatchObject({
      kind: 'delivered',
    });
  });

  it('passes over the forbidden addresses of a name that has others', async () => {
    const receiver = await recorder();
    const { port } = new URL(receiver.url);
    const lookup = lookupOf(['169.254.169.254', '127.0.0.1']);
    const outcome = await sender({ lookup }).send(requestTo(`http://mixed.invented.test:${port}/`));
    expect(outcome).toMatchObject({ kind: 'delivered' });
  });

  it('judges each connection anew where a name changes its address between look-ups', async () => {
    const receiver = await recorder(answering(200, { Connection: 'close' }));
    const { port } = new URL(receiver.url);
    const lookup = lookupOf(['127.0.0.1'], ['169.254.169.254']);
    const { send } = sender({ lookup });
    const request = requestTo(`http://rebinding.invented.test:${port}/`);
    expect(await send(request)).toMatchObject({ kind: 'delivered' });
    expect(await send(request)).toMatchObject({ kind: 'refused', reason: 'address' });
    expect(lookup.asked).toHaveLength(2);
  });

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.0.0.1./',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://10.1.2.3/',
  ])('refuses the literal %s for public reach, although no look-up is made', async (url) => {
    const outcome = await sender().send(requestTo(url, { reach: 'public' }));
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'address' });
  });

  it('does not lend a connection into a private network to an endpoint that must stay outside', async () => {
    const receiver = await recorder();
    const { send } = sender();
    expect(await send(requestTo(receiver.url))).toMatchObject({ kind: 'delivered' });
    expect(await send(requestTo(receiver.url, { reach: 'public' }))).toMatchObject({ kind: 'refused' });
  });
});

describe('ending early', () => {
  it('ends an attempt by its signal', async () => {
    const receiver = await recorder(() => undefined);
    const stop = new AbortController();
    const sending = sender().send(requestTo(receiver.url), { signal: stop.signal });
    await receiver.waitFor(1);
    stop.abort();
    expect(await sending).toMatchObject({ kind: 'unreachable', reason: 'aborted', stage: 'response' });
  });

  it('makes no attempt where the signal has ended already', async () => {
    const receiver = await recorder();
    const outcome = await sender().send(requestTo(receiver.url), { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'aborted', stage: 'connect' });
    expect(receiver.requests).toEqual([]);
  });

  it('warns nobody when one signal ends many attempts', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const receiver = await recorder();
    const { send } = sender();
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 30 }, () => send(requestTo(receiver.url), { signal })));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('closes at once with attempts that hang, and frees the other side', async () => {
    const receiver = await recorder(() => undefined);
    const one = sender();
    const sending = one.send(requestTo(receiver.url));
    await receiver.waitFor(1);
    await one.close();
    expect(await sending).toMatchObject({ kind: 'unreachable', reason: 'aborted' });
  });

  it('closes at once with a look-up that hangs', async () => {
    const one = sender({ lookup: () => undefined });
    const sending = one.send(requestTo('http://hanging.invented.test/'));
    await one.close();
    expect(await sending).toMatchObject({ kind: 'unreachable', reason: 'aborted', stage: 'connect' });
  });

  it('makes no attempt once it is closed', async () => {
    const receiver = await recorder();
    const one = sender();
    await one.close();
    expect(await one.send(requestTo(receiver.url))).toMatchObject({ kind: 'unreachable', reason: 'aborted' });
    expect(receiver.requests).toEqual([]);
  });
});
