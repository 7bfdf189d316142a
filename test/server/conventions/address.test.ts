import { expect, it } from 'vitest';
import { clientAddressBy } from '../../../src/server/conventions/address.js';

const addressOf = clientAddressBy(['10.0.0.0/8', '127.0.0.1', 'fd00::/8']);

it.each([
  ['what a stranger says of itself is not believed', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a trusted proxy names the client', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['the client cannot put an address before its own', '10.1.2.3', '192.0.2.1, 198.51.100.1', '198.51.100.1'],
  ['proxies in a row are passed over', '127.0.0.1', '198.51.100.1, 10.0.0.9, fd00::1', '198.51.100.1'],
  ['an IPv4 address in its IPv6 form is the same', '::ffff:10.1.2.3', '::ffff:198.51.100.1', '198.51.100.1'],
  ['only proxies: the nearest', '10.1.2.3', '10.0.0.9', '10.1.2.3'],
  ['no address at all', '10.1.2.3', 'unknown', '10.1.2.3'],
  ['no header', '10.1.2.3', null, '10.1.2.3'],
])('%s', (_, socket, forwardedFor, client) => {
  expect(addressOf(socket, forwardedFor)).toBe(client);
});
