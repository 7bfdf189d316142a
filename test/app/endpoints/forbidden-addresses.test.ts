import type { LookupFunction } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { reachFault } from '../../../src/app/endpoints/stored/change/check-reach.js';
import { createSender, type SenderOptions } from '../../../src/delivery/transport/send.js';
import { startRecorder } from '../../support/receiver.js';

/** Addresses that no stored endpoint may reach. */
const TARGETS = [
  '127.0.0.1',
  '10.0.0.1',
  '192.168.7.7',
  '172.16.3.4',
  '100.64.1.1',
  '169.254.169.254',
  '0.0.0.0',
] as const;

type Octets = readonly [number, number, number, number];
const pair = (high: number, low: number) => ((high << 8) | low).toString(16);
const wide = (text: string) =>
  text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
const number = ([a, b, c, d]: Octets) => ((a * 256 + b) * 256 + c) * 256 + d;
const groups = ([a, b, c, d]: Octets) => `${pair(a, b)}:${pair(c, d)}`;
const dotted = (octets: Octets) => octets.join('.');

/** Spellings of an address of IPv4 in the host of a URL. */
const SPELLINGS: Readonly<Record<string, (octets: Octets) => string>> = {
  'as it is': dotted,
  'with a trailing dot': (octets) => `${dotted(octets)}.`,
  'in decimal': (octets) => String(number(octets)),
  'in hexadecimal': (octets) => `0x${number(octets).toString(16)}`,
  'in octal': (octets) => `0${number(octets).toString(8)}`,
  'with octets in hexadecimal': (octets) => octets.map((octet) => `0x${octet.toString(16)}`).join('.'),
  'with octets in octal': (octets) => octets.map((octet) => `0${octet.toString(8)}`).join('.'),
  'with zeros before octets in hexadecimal': (octets) =>
    octets.map((octet) => `0X0000${octet.toString(16).toUpperCase()}`).join('.'),
  'with two parts': ([a, ...rest]) => `${a}.${number([0, ...rest] as Octets)}`,
  'with three parts': ([a, b, c, d]) => `${a}.${b}.${c * 256 + d}`,
  'in full-width digits': (octets) => wide(dotted(octets)),
  'with ideographic dots': (octets) => octets.join('\u3002'),
  'with full-width dots': (octets) => octets.join('\uff0e'),
  'with escaped digits': (octets) =>
    dotted(octets).replaceAll(/\d/g, (digit) => `%${digit.charCodeAt(0).toString(16)}`),
  'behind a user name': (octets) => `hooks.example.com@${dotted(octets)}`,
  'behind a user name and password': (octets) => `hooks.example.com:443@${dotted(octets)}`,
  'behind two at signs': (octets) => `a@hooks.example.com@${dotted(octets)}`,
  'before a backslash': (octets) => `${dotted(octets)}\\@hooks.example.com`,
  'with a tab in it': (octets) => octets.join('.\t'),
  mapped: (octets) => `[::ffff:${dotted(octets)}]`,
  'mapped, in hexadecimal': (octets) => `[::ffff:${groups(octets)}]`,
  'mapped, at full length': (octets) => `[0000:0:0:0:0:FFFF:${groups(octets).toUpperCase()}]`,
  'compatible with IPv4': (octets) => `[::${dotted(octets)}]`,
  'behind NAT64': (octets) => `[64:ff9b::${groups(octets)}]`,
  'behind a local NAT64': (octets) => `[64:ff9b:1::${groups(octets)}]`,
  'in 6to4': (octets) => `[2002:${groups(octets)}::1]`,
  'in Teredo': (octets) => `[2001:0:${groups(octets)}::]`,
};

const IPV6 = [
  ...[
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd12:3456::7]',
    '[fec0::1]',
    '[ff02::1]',
  ],
  ...['[fd00:ec2::254]', '[2001:db8::1]', '[100::1]', '[5f00::1]', '[4000::1]'],
];

const octetsOf = (address: string) => address.split('.').map(Number) as object as Octets;
const URLS = [
  ...TARGETS.flatMap((target) =>
    Object.entries(SPELLINGS).map(
      ([spelling, spell]) => [`${target} ${spelling}`, `https://${spell(octetsOf(target))}/hook`] as const,
    ),
  ),
  ...IPV6.map((host) => [host, `https://${host}/hook`] as const),
];

const named =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address }));

const lookupOf =
  (...addresses: string[]): LookupFunction =>
  (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

async function outcomeOf(url: string, options: SenderOptions = {}) {
  const sender = createSender(options);
  onTestFinished(() => sender.close());
  return sender.send(
    { url, method: 'POST', headers: {}, body: Buffer.from('{}'), reach: 'public', confidential: [] },
    { timeoutMs: 30_000 },
  );
}

describe('an endpoint of the database', () => {
  it('is tried with at least 120 spellings', () => {
    expect(new Set(URLS.map(([, url]) => url)).size).toBeGreaterThanOrEqual(120);
  });

  it.each(URLS)('is refused when it is made, and at the socket: %s', async (_spelling, url) => {
    const fault = await reachFault(new URL(url), { allowedNetworks: [], resolve: named() });
    expect(fault).toMatch(/not public/);
    const lookup: LookupFunction = () => expect.unreachable('an address was looked up as a name');
    expect(await outcomeOf(url, { lookup })).toMatchObject({ kind: 'refused' });
  });

  it.each([
    ['localhost', ['127.0.0.1', '::1']],
    ['localhost.', ['127.0.0.1']],
    ['intranet.localhost', ['::1']],
    ['127.0.0.1.dns.invented.test', ['127.0.0.1']],
    ['metadata.invented.test', ['169.254.169.254']],
    ['nat64.invented.test', ['64:ff9b::a00:1']],
    ['mapped.invented.test', ['::ffff:10.0.0.1']],
    ['private.invented.test', ['10.1.2.3', 'fd00::1']],
  ])('is refused by what its name leads to: %s', async (host, addresses) => {
    const url = `https://${host}/hook`;
    const fault = await reachFault(new URL(url), { allowedNetworks: [], resolve: named(...addresses) });
    expect(fault).toMatch(/leads to an address that is not public/);
    const outcome = await outcomeOf(url, { lookup: lookupOf(...addresses) });
    expect(outcome).toMatchObject({ kind: 'refused' });
  });

  it('is refused at the socket where its name leads elsewhere than when it was made', async () => {
    const receiver = await startRecorder();
    onTestFinished(() => receiver.close());
    const url = `http://moving.invented.test:${new URL(receiver.url).port}/`;
    const resolve = named('93.184.216.34');
    expect(await reachFault(new URL(url), { allowedNetworks: [], resolve })).toBeNull();
    expect(await outcomeOf(url, { lookup: lookupOf('127.0.0.1') })).toMatchObject({ kind: 'refused' });
    expect(receiver.requests).toEqual([]);
  });

  it('follows no redirect to what it may not reach', async () => {
    const inside = await startRecorder();
    const outside = await startRecorder({
      respond: () => (response) => response.writeHead(307, { location: inside.url }).end(),
    });
    onTestFinished(async () => {
      await Promise.all([inside.close(), outside.close()]);
    });
    const outcome = await outcomeOf(outside.url, { allowedNetworks: ['127.0.0.1'] });
    expect(outcome).toMatchObject({ kind: 'rejected', status: 307 });
    expect(outside.requests).toHaveLength(1);
    expect(inside.requests).toEqual([]);
  });
});
