import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * What lies behind an address. `metadata` are the credential services of clouds, wherever their address lies;
 * `reserved` is everything that is neither routed on the Internet nor used inside a network.
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'link-local' | 'metadata' | 'reserved';

/**
 * Ranges that are not public, most specific first. Sources: the IANA special-purpose registries; for
 * `metadata` the documentation of AWS, Azure, Google, Oracle, Alibaba, Tencent and Scaleway.
 */
const RANGES: readonly (readonly [AddressKind, readonly string[]])[] = [
  ['metadata', ['169.254.169.254/32', '169.254.170.2/32', '169.254.170.23/32', '169.254.42.42/32']],
  ['metadata', ['169.254.0.23/32', '100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32']],
  ['metadata', ['fd00:ec2::254/128', 'fd00:ec2::23/128', 'fd20:ce::254/128', 'fd00:42::42/128']],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']],
  ['private', ['fc00::/7', 'fec0::/10', '64:ff9b:1::/48']],
  ['reserved', ['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15']],
  ['reserved', ['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4']],
  ['reserved', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']],
];

/** Made when first asked for, because most commands look at no address. */
let lists: {
  readonly byKind: readonly (readonly [AddressKind, BlockList])[];
  readonly globalUnicast: BlockList;
};

function addressLists(): typeof lists {
  lists ??= {
    byKind: RANGES.map(([kind, networks]) => [kind, blockListOf(networks)] as const),
    globalUnicast: blockListOf(['2000::/3']),
  };
  return lists;
}

/** A block list of networks in CIDR notation. The notation must be valid: see `readNetworks` for foreign text. */
export function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = familyOf(address);
    list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}

/** True where `address`, in canonical spelling, lies in `list`. */
export function inList(list: BlockList, address: string): boolean {
  return list.check(address, familyOf(address));
}

/** Family of what is known to be an address; `isIPv6` would compile a large pattern. */
function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/**
 * The one spelling of an address, or null for text that is a name. Reads what operating systems read:
 * decimal, octal, hexadecimal and short forms, full-width digits and dots, a trailing dot, brackets, zone ids. A mapped IPv4 address
 * (`::ffff:10.0.0.1`) becomes the IPv4 address that the connection would go to.
 */
export function canonicalAddress(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '')
    .replace(/\.$/, '');
  if (isIPv4(bare)) return bare;
  if (!/^[\p{L}\p{N}.:\u3002\uff0e\uff61]+$/u.test(bare)) return null;
  const host = hostOf(bare.includes(':') ? `[${bare}]` : bare);
  if (host === null) return null;
  const address = host.replace(/^\[(.*)\]$/, '$1');
  if (isIPv4(address)) return address;
  return isIPv6(address) ? (mappedAddress(address) ?? address) : null;
}

/** Kind of an address in any spelling; null for text that is a name. */
export function addressKind(text: string): AddressKind | null {
  const address = canonicalAddress(text);
  if (address === null) return null;
  return isIPv4(address) ? listedKind(address) : addressKindV6(address);
}

/** IPv4 address a NAT64 gateway with the well-known prefix (RFC 6052) would connect to, or null. */
export function nat64Target(address: string): string | null {
  const groups = isIPv6(address) ? groupsOf(address) : [];
  const wellKnown = groups[0] === 0x64 && groups[1] === 0xff9b && groups.slice(2, 6).every((n) => n === 0);
  return wellKnown ? dotted(groups[6], groups[7]) : null;
}

function addressKindV6(address: string): AddressKind {
  const behindNat64 = nat64Target(address);
  if (behindNat64 !== null) return listedKind(behindNat64);
  if (tunnelTargets(address).some((target) => listedKind(target) === 'metadata')) return 'metadata';
  const kind = listedKind(address);
  return kind === 'public' && !inList(addressLists().globalUnicast, address) ? 'reserved' : kind;
}

function listedKind(address: string): AddressKind {
  return addressLists().byKind.find(([, list]) => inList(list, address))?.[0] ?? 'public';
}

/** IPv4 addresses hidden in 6to4, Teredo, IPv4-compatible and local NAT64 addresses (RFC 6052, 8215). */
function tunnelTargets(address: string): string[] {
  const g = groupsOf(address);
  if (g[0] === 0x2002) return [dotted(g[1], g[2])];
  if (g[0] === 0x2001 && g[1] === 0) return [dotted(g[2], g[3]), dotted(invert(g[6]), invert(g[7]))];
  if (g.slice(0, 6).every((n) => n === 0)) return [dotted(g[6], g[7])];
  if (g[0] !== 0x64 || g[1] !== 0xff9b) return [];
  return localNat64Targets(g);
}

/** A /48, /56, /64 or /96 may be cut from the local prefix; each puts the IPv4 address elsewhere. */
function localNat64Targets(groups: readonly number[]): string[] {
  const bytes = groups.flatMap((group) => [group >> 8, group & 0xff]);
  const at = (...places: number[]) => places.map((place) => bytes[place] ?? 0).join('.');
  return [at(6, 7, 9, 10), at(7, 9, 10, 11), at(9, 10, 11, 12), at(12, 13, 14, 15)];
}

function mappedAddress(address: string): string | null {
  const groups = groupsOf(address);
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  return mapped ? dotted(groups[6], groups[7]) : null;
}

/** The eight groups of an IPv6 address in the spelling of the URL standard (no dotted part). */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

function dotted(high = 0, low = 0): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

function invert(group = 0): number {
  return group ^ 0xffff;
}

function hostOf(host: string): string | null {
  const url = `http://${host}/`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}
