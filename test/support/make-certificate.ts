import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Issuer extends Certificate {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** A certificate authority made for one test file; only a caller that gets its `cert` trusts it. */
export function makeIssuer(name = 'Invented Test Authority'): Issuer {
  const { publicKey, privateKey } = keyPair();
  const subject = { name, publicKey, hosts: [], isAuthority: true, ...validity(-1, 1) };
  return { name, privateKey, ...pem(subject, { name, privateKey }, privateKey) };
}

/** A server certificate; days are relative to now. Without an issuer it signs itself. */
export function makeCertificate(options: {
  hosts: string[];
  issuer?: Issuer;
  fromDays?: number;
  untilDays?: number;
}): Certificate {
  const { publicKey, privateKey } = keyPair();
  const { hosts, issuer, fromDays = -1, untilDays = 1 } = options;
  const subject = {
    name: 'invented.test',
    publicKey,
    hosts,
    isAuthority: false,
    ...validity(fromDays, untilDays),
  };
  return pem(subject, issuer ?? { name: 'invented.test', privateKey }, privateKey);
}

interface Subject {
  name: string;
  publicKey: KeyObject;
  hosts: string[];
  isAuthority: boolean;
  from: Date;
  until: Date;
}

const ECDSA_SHA256 = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

function pem(subject: Subject, issuer: { name: string; privateKey: KeyObject }, own: KeyObject): Certificate {
  const body = toBeSigned(subject, issuer.name);
  const signature = sign('sha256', body, issuer.privateKey);
  const certificate = der(0x30, body, ECDSA_SHA256, der(0x03, Buffer.of(0), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: own.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** TBSCertificate of RFC 5280, version 3. */
function toBeSigned(subject: Subject, issuerName: string): Buffer {
  const serial = der(0x02, Buffer.of(0x01), randomBytes(8));
  const spki = subject.publicKey.export({ type: 'spki', format: 'der' });
  const dates = der(0x30, time(subject.from), time(subject.until));
  const extensions = der(
    0xa3,
    der(0x30, basicConstraints(subject.isAuthority), ...alternativeNames(subject.hosts)),
  );
  const version = der(0xa0, der(0x02, Buffer.of(2)));
  return der(
    0x30,
    version,
    serial,
    ECDSA_SHA256,
    named(issuerName),
    dates,
    named(subject.name),
    spki,
    extensions,
  );
}

function basicConstraints(isAuthority: boolean): Buffer {
  const value = der(0x30, ...(isAuthority ? [der(0x01, Buffer.of(0xff))] : []));
  return der(0x30, oid(0x55, 0x1d, 0x13), der(0x01, Buffer.of(0xff)), der(0x04, value));
}

function alternativeNames(hosts: string[]): Buffer[] {
  if (hosts.length === 0) return [];
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host)
      ? der(0x87, Buffer.from(host.split('.').map(Number)))
      : der(0x82, Buffer.from(host)),
  );
  return [der(0x30, oid(0x55, 0x1d, 0x11), der(0x04, der(0x30, ...names)))];
}

function named(name: string): Buffer {
  return der(0x30, der(0x31, der(0x30, oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(name)))));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function oid(...bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function keyPair() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function validity(fromDays: number, untilDays: number): { from: Date; until: Date } {
  const day = 24 * 60 * 60 * 1000;
  return { from: new Date(Date.now() + fromDays * day), until: new Date(Date.now() + untilDays * day) };
}
