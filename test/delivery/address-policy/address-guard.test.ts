import { describe, expect, it } from 'vitest';
import { createAddressGuard } from '../../../src/delivery/address-policy/address-guard.js';
import { readNetworks } from '../../../src/delivery/address-policy/networks.js';
import { ConfitureError } from '../../../src/errors.js';

const none = readNetworks([]);

describe('address guard', () => {
  it.each([
    { address: '8.8.8.8', internal: null, outside: null },
    { address: '10.0.0.1', internal: null, outside: 'private' },
    { address: '127.0.0.1', internal: null, outside: 'loopback' },
    { address: '169.254.1.1', internal: 'link-local', outside: 'link-local' },
    { address: '169.254.169.254', internal: 'metadata', outside: 'metadata' },
    { address: '0.0.0.0', internal: 'reserved', outside: 'reserved' },
    { address: 'hooks.example.com', internal: null, outside: null },
  ])('judges $address as $internal for internal and $outside for public reach', (row) => {
    expect(createAddressGuard('internal', none)(row.address)).toBe(row.internal);
    expect(createAddressGuard('public', none)(row.address)).toBe(row.outside);
  });

  it.each(['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::10.1.2.3', '0x0a010203', 'fd12::7'])(
    'lets %s pass where its network is allowed',
    (address) => {
      const guard = createAddressGuard('public', readNetworks(['10.1.0.0/16', 'fd12::/32']));
      expect(guard(address)).toBeNull();
    },
  );

  it('keeps what lies beside an allowed network forbidden', () => {
    expect(createAddressGuard('public', readNetworks(['10.1.0.0/16']))('10.2.0.1')).toBe('private');
  });

  it.each([
    '169.254.169.254',
    '100.100.100.200',
    'fd00:ec2::254',
    '169.254.7.7',
    'fe80::1',
    '::ffff:169.254.169.254',
  ])('keeps %s forbidden whatever is allowed', (address) => {
    const everything = readNetworks(['0.0.0.0/0', '::/0']);
    expect(createAddressGuard('public', everything)(address)).not.toBeNull();
    expect(createAddressGuard('internal', everything)(address)).not.toBeNull();
  });
});

describe('readNetworks', () => {
  it('names every entry that is no network', () => {
    const wrong = [
      '10.0.0.0/33',
      'fd00::/129',
      'example.com',
      '10.0.0.0/',
      '10.0.0/8',
      '',
      '10.0.0.0/8/8',
      'fe80::1%1',
    ];
    const read = () => readNetworks(['10.0.0.0/8', ...wrong]);
    expect(read).toThrow(ConfitureError);
    expect(read).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', details: { networks: wrong } }));
  });

  it('takes a single address as a network', () => {
    const guard = createAddressGuard('public', readNetworks(['10.0.0.7', 'fd00::7']));
    expect(['10.0.0.7', '10.0.0.8', 'fd00::7', 'fd00::8'].map(guard)).toEqual([
      null,
      'private',
      null,
      'private',
    ]);
  });
});
