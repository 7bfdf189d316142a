import ipaddr from 'ipaddr.js';
import { ConfitureError } from '../../errors.js';
import type { Address } from './parse-address.js';

/** Networks to look an address up in. */
export type Networks = readonly Network[];
type Network = readonly [address: Address, prefix: number];

/**
 * Networks in CIDR notation (`10.1.0.0/16`, `fd12::/48`, or a single address). Throws `CONFIG_INVALID` naming the entries
 * that are none.
 */
export function readNetworks(networks: readonly string[]): Networks {
  const wrong = networks.filter((network) => !isNetwork(network));
  if (wrong.length === 0) return networks.flatMap((network) => parseNetwork(network) ?? []);
  throw new ConfitureError('CONFIG_INVALID', `webhooks.allowedNetworks: not a network: ${wrong.join(', ')}`, {
    hint: 'Write each network as address/prefix, for instance 10.1.0.0/16 or fd12:3456::/32.',
    details: { networks: wrong },
  });
}

/** True for `address/prefix` or a single address. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== null;
}

/** True where `address` lies in one of `networks`; a network of IPv6 holds IPv4 addresses by their mapped form. */
export function isInNetworks(networks: Networks, address: Address): boolean {
  return networks.some(([network, prefix]) => {
    if (address.kind() === network.kind()) return address.match(network, prefix);
    return address instanceof ipaddr.IPv4 && address.toIPv4MappedAddress().match(network, prefix);
  });
}

function parseNetwork(text: string): [Network] | null {
  const [address = '', prefix] = text.split('/');
  if (!isPlainAddress(address)) return null;
  if (prefix !== undefined) return ipaddr.isValidCIDR(text) ? [ipaddr.parseCIDR(text)] : null;
  const parsed = ipaddr.parse(address);
  return [[parsed, parsed.kind() === 'ipv4' ? 32 : 128]];
}

/** The usual spelling only, without a zone: an entry that opens the guard must not be read in two ways. */
function isPlainAddress(text: string): boolean {
  if (!text.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(text);
  return !text.includes('%') && ipaddr.IPv6.isValid(text);
}
