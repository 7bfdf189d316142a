import ipaddr from 'ipaddr.js';
import { isInNetworks, readNetworks } from './networks.js';
import { type Address, parseAddress } from './parse-address.js';

/**
 * What lies behind an address. `metadata` are the credential services of clouds, wherever their address lies;
 * `reserved` is everything that is neither routed on the Internet nor used inside a network.
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'link-local' | 'metadata' | 'reserved';

/** From the documentation of AWS, Azure, Google, Oracle, Alibaba, Tencent and Scaleway. */
const METADATA = readNetworks([
  ...['169.254.169.254', '169.254.170.2', '169.254.170.23', '169.254.42.42', '169.254.0.23'],
  ...['100.100.100.200', '168.63.129.16', '192.0.0.192'],
  ...['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254', 'fd00:42::42'],
]);
const GLOBAL_UNICAST = readNetworks(['2000::/3']);
const NAT64 = readNetworks(['64:ff9b::/96']);
const LOCAL_NAT64 = readNetworks(['64:ff9b:1::/48']);

/** Kinds of the ranges that ipaddr.js knows by name, from the IANA registries of special purposes. */
const KINDS_V4: Readonly<Record<string, AddressKind>> = {
  ...{ loopback: 'loopback', linkLocal: 'link-local', private: 'private', carrierGradeNat: 'private' },
  ...{ unspecified: 'reserved', broadcast: 'reserved', multicast: 'reserved', reserved: 'reserved' },
};
const KINDS_V6: Readonly<Record<string, AddressKind>> = {
  ...{
    loopback: 'loopback',
    linkLocal: 'link-local',
    uniqueLocal: 'private',
    deprecatedSiteLocal: 'private',
  },
  unicast: 'public',
};

/** Kind of an address in any spelling; null for text that is a name. */
export function addressKind(text: string): AddressKind | null {
  const address = parseAddress(text);
  return address && kindOf(address);
}

export function kindOf(address: Address): AddressKind {
  return address instanceof ipaddr.IPv4 ? kindOfV4(address) : kindOfV6(address);
}

/** IPv4 address a NAT64 gateway with the well-known prefix (RFC 6052) would connect to, or null. */
export function nat64Target(address: Address): ipaddr.IPv4 | null {
  if (address instanceof ipaddr.IPv4 || !isInNetworks(NAT64, address)) return null;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

function kindOfV4(address: ipaddr.IPv4): AddressKind {
  if (isInNetworks(METADATA, address)) return 'metadata';
  return KINDS_V4[address.range()] ?? 'public';
}

function kindOfV6(address: ipaddr.IPv6): AddressKind {
  const behindNat64 = nat64Target(address);
  if (behindNat64 !== null) return kindOfV4(behindNat64);
  if ([address, ...tunnelTargets(address)].some((target) => isInNetworks(METADATA, target)))
    return 'metadata';
  if (isInNetworks(LOCAL_NAT64, address)) return 'private';
  const kind = KINDS_V6[address.range()] ?? 'reserved';
  return kind === 'public' && !isInNetworks(GLOBAL_UNICAST, address) ? 'reserved' : kind;
}

/** IPv4 addresses hidden in 6to4, Teredo, IPv4-compatible and local NAT64 addresses (RFC 6052, 8215). */
function tunnelTargets(address: ipaddr.IPv6): ipaddr.IPv4[] {
  const bytes = address.toByteArray();
  const at = (...places: number[]) => new ipaddr.IPv4(places.map((place) => bytes[place] ?? 0));
  const range = address.range();
  if (range === '6to4') return [at(2, 3, 4, 5)];
  if (range === 'teredo') return [at(4, 5, 6, 7), inverted(at(12, 13, 14, 15))];
  if (bytes.slice(0, 12).every((byte) => byte === 0)) return [at(12, 13, 14, 15)];
  if (!isInNetworks(LOCAL_NAT64, address)) return [];
  // A /48, /56, /64 or /96 may be cut from the local prefix; each puts the IPv4 address elsewhere.
  return [at(6, 7, 9, 10), at(7, 9, 10, 11), at(9, 10, 11, 12), at(12, 13, 14, 15)];
}

function inverted({ octets }: ipaddr.IPv4): ipaddr.IPv4 {
  return new ipaddr.IPv4(octets.map((octet) => octet ^ 0xff));
}
