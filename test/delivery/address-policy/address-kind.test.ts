import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AddressKind, addressKind } from '../../../src/delivery/address-policy/address-kind.js';
import { canonicalAddress } from '../../../src/delivery/address-policy/parse-address.js';

const spellings: Record<AddressKind, string[]> = {
  public: [
    '8.8.8.8',
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.1',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.1',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '134744072',
    '0x08080808',
    '010.010.010.010',
    '2606:4700:4700::1111',
    '[2606:4700:4700::1111]',
    '2606:4700:4700:0:0:0:0:1111',
    '2001:4860:4860::8888',
    '::ffff:8.8.8.8',
    '::ffff:808:808',
    '64:ff9b::8.8.8.8',
    '64:ff9b::808:808',
  ],
  private: [
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.255.255',
    '100.64.0.1',
    '100.127.255.255',
    '10.1',
    '10.0.1',
    '0xa.1',
    '012.1',
    '0x0a000001',
    '167772161',
    '012.0.0.1',
    '10.0.0.1.',
    '192.168.257',
    '192.11010305',
    '3232235777',
    '0xC0A80101',
    '0300.0250.1.1',
    '１０.０.０.１',
    '10。0。0。1',
    'fc00::1',
    'fd12:3456:789a::1',
    '[fd00::1]',
    'FD00::1',
    'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fec0::1',
    '::ffff:10.0.0.1',
    '::FFFF:192.168.1.1',
    '::ffff:c0a8:101',
    '0:0:0:0:0:ffff:10.0.0.1',
    '[::ffff:172.16.0.1]',
    '64:ff9b::10.0.0.1',
    '64:ff9b::c0a8:101',
    '64:ff9b:1::808:808',
    '64:ff9b:1:808:8:800::',
  ],
  loopback: [
    '127.0.0.1',
    '127.255.255.254',
    '127.1',
    '127.0.1',
    '0x7f.1',
    '0x7f000001',
    '0X7F.0X0.0X0.0X1',
    '0177.0.0.1',
    '00177.1',
    '2130706433',
    '017700000001',
    '127.0.0.1.',
    ' 127.0.0.1 ',
    '127.0x0.0.01',
    '①②⑦.0.0.1',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '::0001',
    '0000:0000:0000:0000:0000:0000:0000:0001',
    '::1%lo',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '[::FFFF:7F00:0001]',
    '64:ff9b::127.0.0.1',
    '64:ff9b::7f00:1',
  ],
  'link-local': [
    '169.254.0.1',
    '169.254.1.1',
    '169.254.255.255',
    '169.254.169.253',
    '0xa9fe0101',
    'fe80::1',
    'fe80::1%eth0',
    'fe80::1%25eth0',
    '[fe80::1%2]',
    'febf:ffff::1',
    '::ffff:169.254.1.1',
    '64:ff9b::169.254.1.1',
  ],
  metadata: [
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '169.254.42.42',
    '169.254.0.23',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '2852039166',
    '0xA9FEA9FE',
    '0xa9.0xfe.0xa9.0xfe',
    '0251.0376.0251.0376',
    '169.254.43518',
    '169.16689662',
    '169.254.169.254.',
    'fd00:ec2::254',
    'fd00:0ec2:0:0:0:0:0:254',
    '[fd00:ec2::254]',
    'FD00:EC2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
    'fd00:42::42',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::169.254.169.254',
    '64:ff9b::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a9fe:a9fe',
    '64:ff9b:1:a9fe:a9:fe00::',
    '2002:a9fe:a9fe::1',
    '2001:0:a9fe:a9fe::1',
    '2001::5601:5601',
  ],
  reserved: [
    '0.0.0.0',
    '0',
    '0x0',
    '0.1.2.3',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '4294967295',
    '0xffffffff',
    '::',
    '[::]',
    '::8.8.8.8',
    '::ffff:0.0.0.0',
    '100::1',
    '2001:2::1',
    '2001:20::1',
    '2001:0:808:808::1',
    '2001:db8::1',
    '2002:808:808::1',
    '3fff::1',
    '4000::1',
    '5f00::1',
    'ff02::1',
    'ff0e::1',
  ],
};

const cases = Object.entries(spellings).flatMap(([kind, texts]) => texts.map((text) => ({ kind, text })));

describe('addressKind', () => {
  it.each(cases)('calls $text $kind', ({ kind, text }) => {
    expect(addressKind(text)).toBe(kind);
  });

  it.each([
    'localhost',
    'example.com',
    'a.b.c.d',
    '',
    '.',
    '1.2.3.4.5',
    '256.256.256.256',
    '0xg.1',
    '1.2.3.4/8',
  ])('calls %j no address', (text) => {
    expect(addressKind(text)).toBeNull();
  });

  it.each(['::1/128', 'user@127.0.0.1', '127.0.0.1:80', '::1]:80', '12345::', ':::', '::1::', '127.0.0.1#'])(
    'does not read %j as part of a URL',
    (text) => {
      expect(addressKind(text)).toBeNull();
    },
  );

  it('judges an IPv4 address the same in every spelling', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom(10, 8, 16), (address, radix) => {
        const prefix = { 10: '', 8: '0', 16: '0x' }[radix];
        const parts = address.split('.').map(Number);
        const whole = parts.reduce((sum, part) => sum * 256 + part, 0);
        const dotted = parts.map((part) => prefix + part.toString(radix)).join('.');
        for (const spelling of [dotted, prefix + whole.toString(radix), `::ffff:${address}`, `${address}.`]) {
          expect(canonicalAddress(spelling)).toBe(address);
        }
      }),
    );
  });

  it('gives every IPv6 address one spelling that stays as it is', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const canonical = canonicalAddress(address);
        expect(canonical).not.toBeNull();
        expect(canonicalAddress(canonical ?? '')).toBe(canonical);
      }),
    );
  });
});
