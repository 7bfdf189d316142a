import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeliveryRequest } from '../../../src/delivery/request/request.js';
import { createSender, type SenderOptions } from '../../../src/delivery/transport/send.js';
import { type Certificate, makeCertificate, makeIssuer } from '../../support/make-certificate.js';
import { startRaw } from '../../support/raw-receiver.js';
import { startRecorder } from '../../support/receiver.js';

const issuer = makeIssuer();
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function httpsReceiver({ cert, key }: Certificate): Promise<string> {
  const server = createServer({ cert, key }, (_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function send(url: string, options: SenderOptions = {}) {
  const sender = createSender(options);
  open.push(sender);
  const body = Buffer.from('{}');
  const request: DeliveryRequest = {
    url,
    method: 'POST',
    headers: {},
    body,
    reach: 'internal',
    confidential: [],
  };
  return sender.send(request, { timeoutMs: 20_000 });
}

describe('TLS', () => {
  it('delivers where a trusted authority vouches for the host', async () => {
    const url = await httpsReceiver(makeCertificate({ hosts: ['127.0.0.1'], issuer }));
    expect(await send(url, { ca: issuer.cert })).toMatchObject({
      kind: 'delivered',
      response: { text: 'ok' },
    });
  });

  it.each([
    { what: 'self-signed', certificate: { hosts: ['127.0.0.1'] }, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    {
      what: 'expired',
      certificate: { hosts: ['127.0.0.1'], issuer, fromDays: -9, untilDays: -2 },
      code: 'CERT_HAS_EXPIRED',
    },
    {
      what: 'future',
      certificate: { hosts: ['127.0.0.1'], issuer, fromDays: 2, untilDays: 9 },
      code: 'CERT_NOT_YET_VALID',
    },
    {
      what: "another host's",
      certificate: { hosts: ['hooks.invented.test'], issuer },
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    },
    {
      what: "an unknown authority's",
      certificate: { hosts: ['127.0.0.1'], issuer: makeIssuer('Unknown Test Authority') },
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    },
  ])('reports a $what certificate as tls with its code', async ({ certificate, code }) => {
    const url = await httpsReceiver(makeCertificate(certificate));
    const outcome = await send(url, { ca: issuer.cert });
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'tls', stage: 'connect', code });
  });

  it('reports plain HTTP on an https URL as tls', async () => {
    const receiver = await startRecorder();
    open.push(receiver);
    const outcome = await send(receiver.url.replace('http:', 'https:'));
    expect(outcome).toMatchObject({
      kind: 'unreachable',
      reason: 'tls',
      text: 'the port does not speak TLS',
    });
  });

  it('reports TLS on an http URL as a receiver that does not speak HTTP', async () => {
    const url = await httpsReceiver(makeCertificate({ hosts: ['127.0.0.1'], issuer }));
    const outcome = await send(url.replace('https:', 'http:'));
    expect(outcome).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringMatching(/^(reset|protocol)$/),
    });
  });

  it('ends within the total time where the handshake never comes', async () => {
    const receiver = await startRaw({});
    open.push(receiver);
    const sender = createSender();
    open.push(sender);
    const url = receiver.url.replace('http:', 'https:');
    const body = Buffer.from('{}');
    const outcome = await sender.send(
      { url, method: 'POST', headers: {}, body, reach: 'internal', confidential: [] },
      { timeoutMs: 200 },
    );
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'timeout', stage: 'connect' });
  });

  it('reports a connection that is reset in the handshake', async () => {
    const receiver = await startRaw({ onRequest: (socket) => socket.resetAndDestroy() });
    open.push(receiver);
    const outcome = await send(receiver.url.replace('http:', 'https:'));
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'reset', stage: 'connect' });
  });
});
