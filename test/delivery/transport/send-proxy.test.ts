import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type LookupFunction, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeliveryRequest } from '../../../src/delivery/request/request.js';
import { createSender, type SenderOptions } from '../../../src/delivery/transport/send.js';
import { makeCertificate, makeIssuer } from '../../support/make-certificate.js';
import { startRaw } from '../../support/raw-receiver.js';
import { startRecorder } from '../../support/receiver.js';

const issuer = makeIssuer();
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function serve(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
  return (server.address() as AddressInfo).port;
}

/** A forward proxy that sends everything to one port of this machine, whatever the name asked for. */
async function startProxy(targetPort: number) {
  const seen: string[] = [];
  const note = ({ method, url, headers }: IncomingMessage) =>
    seen.push(`${method} ${url} ${headers['proxy-authorization'] ?? ''}`.trim());
  const server = createServer((request, response) => {
    note(request);
    const { pathname } = new URL(request.url ?? '');
    const onward = httpRequest({
      port: targetPort,
      host: '127.0.0.1',
      method: request.method,
      path: pathname,
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    note(request);
    const onward = connect(targetPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  const port = await serve(server);
  return { seen, uri: `http://user:invented-pass@127.0.0.1:${port}` };
}

const unresolvable: LookupFunction = (_name, _options, callback) =>
  callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);

function send(
  url: string,
  options: SenderOptions,
  changes: Partial<DeliveryRequest> = {},
  timeoutMs = 20_000,
) {
  const sender = createSender({ lookup: unresolvable, ...options });
  open.push(sender);
  const body = Buffer.from('{}');
  return sender.send(
    { url, method: 'POST', headers: {}, body, reach: 'internal', confidential: [], ...changes },
    { timeoutMs },
  );
}

const credentials = `Basic ${Buffer.from('user:invented-pass').toString('base64')}`;

describe('proxy', () => {
  it('tunnels https by CONNECT and verifies the certificate of the receiver', async () => {
    const { cert, key } = makeCertificate({ hosts: ['hooks.invented.test'], issuer });
    const target = await serve(createHttpsServer({ cert, key }, (_request, response) => response.end('ok')));
    const proxy = await startProxy(target);
    const outcome = await send('https://hooks.invented.test/x', {
      variables: { HTTPS_PROXY: proxy.uri },
      ca: issuer.cert,
    });
    expect(outcome).toMatchObject({ kind: 'delivered' });
    expect(proxy.seen).toEqual([`CONNECT hooks.invented.test:443 ${credentials}`]);
  });

  it('reports a certificate for another host behind a proxy as tls', async () => {
    const { cert, key } = makeCertificate({ hosts: ['other.invented.test'], issuer });
    const target = await serve(createHttpsServer({ cert, key }));
    const proxy = await startProxy(target);
    const variables = { https_proxy: proxy.uri };
    const outcome = await send('https://hooks.invented.test/', { variables, ca: issuer.cert });
    expect(outcome).toMatchObject({
      kind: 'unreachable',
      reason: 'tls',
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('hands plain http over without CONNECT', async () => {
    const receiver = await startRecorder();
    open.push(receiver);
    const proxy = await startProxy(Number(new URL(receiver.url).port));
    const outcome = await send('http://hooks.invented.test/x', { variables: { HTTP_PROXY: proxy.uri } });
    expect(outcome).toMatchObject({ kind: 'delivered' });
    expect(proxy.seen).toEqual([`POST http://hooks.invented.test/x ${credentials}`]);
  });

  it.each([403, 407, 502])('reports a proxy that answers %i to CONNECT as proxy', async (status) => {
    const refusing = await startRaw({ onRequest: (socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`) });
    open.push(refusing);
    const outcome = await send('https://hooks.invented.test/', { variables: { HTTPS_PROXY: refusing.url } });
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'proxy', stage: 'connect' });
  });

  it('reports a proxy that wants other credentials for plain http as proxy', async () => {
    const refusing = await startRaw({
      onRequest: (socket) => socket.end('HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n'),
    });
    open.push(refusing);
    const outcome = await send('http://hooks.invented.test/', { variables: { HTTP_PROXY: refusing.url } });
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'proxy' });
  });

  it('ends within the total time where a proxy never answers CONNECT', async () => {
    const silent = await startRaw({});
    open.push(silent);
    const outcome = await send(
      'https://hooks.invented.test/',
      { variables: { HTTPS_PROXY: silent.url } },
      {},
      200,
    );
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'timeout', stage: 'connect' });
  });

  it('closes at once with a proxy that never answers', async () => {
    let connect = () => {};
    const connected = new Promise<void>((resolve) => {
      connect = resolve;
    });
    const silent = await startRaw({ onConnect: () => connect() });
    open.push(silent);
    const sender = createSender({ variables: { HTTPS_PROXY: silent.url } });
    const request: DeliveryRequest = {
      url: 'https://hooks.invented.test/',
      method: 'POST',
      headers: {},
      body: Buffer.from('{}'),
      reach: 'internal',
      confidential: [],
    };
    const sending = sender.send(request);
    await connected;
    await sender.close();
    expect(await sending).toMatchObject({ kind: 'unreachable', reason: 'aborted' });
  });

  it.each(['not a proxy', 'ftp://proxy.invented.test', 'http://'])(
    'names the variable where %j is no proxy',
    async (uri) => {
      const outcome = await send('https://hooks.invented.test/', { variables: { HTTPS_PROXY: uri } });
      expect(outcome).toMatchObject({
        kind: 'unreachable',
        reason: 'proxy',
        text: expect.stringContaining('HTTPS_PROXY'),
      });
    },
  );

  it('goes directly where NO_PROXY says so', async () => {
    const variables = { HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'invented.test' };
    expect(await send('https://hooks.invented.test/', { variables })).toMatchObject({ reason: 'dns' });
  });

  it.each([
    { url: 'https://169.254.169.254/', reach: 'internal' },
    { url: 'https://10.0.0.1/', reach: 'public' },
  ] as const)(
    'refuses the literal $url for reach $reach before the proxy is asked',
    async ({ url, reach }) => {
      const proxy = await startProxy(1);
      const outcome = await send(url, { variables: { HTTPS_PROXY: proxy.uri } }, { reach });
      expect(outcome).toMatchObject({ kind: 'refused', reason: 'address' });
      expect(proxy.seen).toEqual([]);
    },
  );

  it('refuses for public reach a name that means a private address here', async () => {
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(null, [{ address: '10.0.0.1', family: 4 }]);
    const proxy = await startProxy(1);
    const variables = { HTTPS_PROXY: proxy.uri };
    const outcome = await send('https://intranet.invented.test/', { variables, lookup }, { reach: 'public' });
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'address' });
    expect(proxy.seen).toEqual([]);
  });
});
