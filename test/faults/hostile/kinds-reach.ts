import type { LookupFunction } from 'node:net';
import { type Certificate, makeCertificate, makeIssuer } from '../../support/make-certificate.js';
import {
  answer,
  delivered,
  type HostileKind,
  NO_CONNECTION,
  RESET,
  refused,
  SHORT_MS,
  unreachable,
} from './hostile-kind.js';

const issuer = makeIssuer();
const trusted = { ca: issuer.cert };
const HOSTS = ['127.0.0.1'];

/** A TLS receiver with this certificate, whose endpoint trusts the test's own authority. */
function certified(name: string, certificate: Certificate, result: string): HostileKind {
  return { name, tls: certificate, sender: trusted, ending: unreachable(result) };
}

const UNKNOWN_ISSUER = 'the issuer is not known; NODE_EXTRA_CA_CERTS names a file of trusted ones';

/** Receivers that TLS does not lead to. */
export const tlsKinds: readonly HostileKind[] = [
  {
    name: 'signed its certificate itself',
    tls: makeCertificate({ hosts: HOSTS }),
    ending: unreachable('the certificate is self-signed; NODE_EXTRA_CA_CERTS names a file of trusted ones'),
  },
  {
    name: 'has a certificate of an authority that nobody knows',
    tls: makeCertificate({ hosts: HOSTS, issuer }),
    ending: unreachable(UNKNOWN_ISSUER),
  },
  certified(
    'has a certificate of another authority than the trusted one',
    makeCertificate({ hosts: HOSTS, issuer: makeIssuer('Another Test Authority') }),
    UNKNOWN_ISSUER,
  ),
  certified(
    'has an expired certificate',
    makeCertificate({ hosts: HOSTS, issuer, fromDays: -9, untilDays: -2 }),
    'the certificate has expired',
  ),
  certified(
    'has a certificate of next week',
    makeCertificate({ hosts: HOSTS, issuer, fromDays: 2, untilDays: 9 }),
    'the certificate is not valid yet',
  ),
  certified(
    'has a certificate of another host',
    makeCertificate({ hosts: ['hooks.invented.test'], issuer }),
    'the certificate is for another host name',
  ),
  {
    name: 'wants a certificate of ours',
    tls: { ...makeCertificate({ hosts: HOSTS, issuer }), requestCert: true, maxVersion: 'TLSv1.2' },
    sender: trusted,
    ending: unreachable(/^the TLS connection failed \(ERR_SSL_\w+\)$/),
  },
  {
    name: 'speaks plain HTTP on an https port',
    onConnect: (socket) => socket.write(answer(400)),
    urlFor: (port) => `https://127.0.0.1:${port}/hook`,
    ending: unreachable('the port does not speak TLS'),
  },
  {
    name: 'speaks TLS on an http port',
    tls: makeCertificate({ hosts: HOSTS, issuer }),
    urlFor: (port) => `http://127.0.0.1:${port}/hook`,
    ending: unreachable(new RegExp(`^(?:${RESET}|the answer is not valid HTTP)$`)),
  },
  {
    name: 'resets in the handshake',
    onRequest: (socket) => socket.resetAndDestroy(),
    urlFor: (port) => `https://127.0.0.1:${port}/hook`,
    ending: unreachable(RESET),
  },
  {
    name: 'never answers the handshake',
    urlFor: (port) => `https://127.0.0.1:${port}/hook`,
    timeoutMs: SHORT_MS,
    ending: unreachable(NO_CONNECTION),
  },
];

const NO_NAME = 'the host name does not resolve';
const METADATA = "the endpoint's address is metadata";
const allowed = (kind: string) => `the endpoint's address is ${kind}; webhooks.allowedNetworks can allow it`;
const PUBLIC = { source: 'database' } as const;

/** Answers every look-up with these addresses. */
export function lookupOf(...addresses: string[]): LookupFunction {
  return (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
}

/** A receiver behind a name that means what `lookup` says; it answers 200 where it is reached. */
function named(
  name: string,
  lookup: LookupFunction,
  rest: Pick<HostileKind, 'ending'> & Partial<HostileKind>,
) {
  return {
    name,
    sender: { lookup },
    urlFor: (port: number) => `http://hooks.invented.test:${port}/hook`,
    onRequest: (socket) => socket.write(answer(200)),
    ...rest,
  } satisfies HostileKind;
}

/** A receiver that a URL leads to although it should not. */
function at(
  url: string,
  name: string,
  ending: HostileKind['ending'],
  endpoint: HostileKind['endpoint'] = {},
) {
  return { name, urlFor: (port: number) => url.replace('PORT', String(port)), endpoint, ending };
}

/** Receivers whose name or address leads nowhere, or where it must not. */
export const addressKinds: readonly HostileKind[] = [
  at('http://nonexistent.invalid/hook', 'has a name that does not resolve', unreachable(NO_NAME)),
  named('has a name without an address', lookupOf(), { ending: unreachable(NO_NAME) }),
  named('has a name that is looked up for ever', () => undefined, {
    timeoutMs: SHORT_MS,
    ending: unreachable(NO_CONNECTION),
  }),
  named('has a name with a private address', lookupOf('10.0.0.5'), {
    endpoint: PUBLIC,
    ending: refused(allowed('private')),
  }),
  named('has a name with a mapped loopback address', lookupOf('::ffff:127.0.0.1'), {
    endpoint: PUBLIC,
    ending: refused(allowed('loopback')),
  }),
  named("has a name with a cloud's metadata address", lookupOf('169.254.169.254'), {
    ending: refused(METADATA),
  }),
  named('refuses IPv6', lookupOf('::1', '127.0.0.1'), { ending: delivered(200) }),
  named('has a metadata address beside its own', lookupOf('169.254.169.254', '127.0.0.1'), {
    ending: delivered(200),
  }),
  at('http://localhost:PORT/hook', 'is called localhost', refused(allowed('loopback')), PUBLIC),
  at('http://192.168.1.1/hook', 'is a router', refused(allowed('private')), PUBLIC),
  at('http://169.254.169.254/latest/meta-data/', 'is the metadata of a cloud', refused(METADATA)),
  at('http://0xa9fea9fe/latest/', 'is the metadata of a cloud in one number', refused(METADATA)),
  at('http://[fd00:ec2::254]/latest/', 'is the metadata of a cloud over IPv6', refused(METADATA)),
  at(
    'http://[::1]:PORT/hook',
    'listens on IPv4 only',
    unreachable(/^nothing listens at this address and port$|^there is no way to this address \(\w+\)$/),
  ),
  at('http://127.0.0.1:1/hook', 'does not listen', unreachable('nothing listens at this address and port')),
];
