import { type BlockList, isIPv4, isIPv6 } from 'node:net';
import { ConfitureError } from '../../errors.js';
import {
  type AddressKind,
  addressKind,
  blockListOf,
  canonicalAddress,
  inList,
  nat64Target,
} from './address-kind.js';

/**
 * How far an endpoint may reach. `internal`: private and loopback addresses too, for endpoints that an operator
 * wrote into environment or config. `public`: public addresses only, for endpoints made through API or dashboard.
 */
export type Reach = 'internal' | 'public';

/** Says why an address is forbidden, or null where it may be reached. Names are not judged: null. */
export type AddressGuard = (address: string) => AddressKind | null;

/** No list opens these: a request to them can read credentials of the machine. */
const NEVER: ReadonlySet<AddressKind> = new Set<AddressKind>(['metadata', 'link-local']);
const INTERNAL: ReadonlySet<AddressKind> = new Set<AddressKind>(['public', 'private', 'loopback']);

/** Guard for one reach; addresses in `allowed` pass whatever their kind, except cloud metadata and link-local. */
export function createAddressGuard(reach: Reach, allowed: BlockList): AddressGuard {
  return (text) => {
    const address = canonicalAddress(text);
    const kind = addressKind(text);
    if (address === null || kind === null || kind === 'public') return null;
    if (NEVER.has(kind)) return kind;
    if (reach === 'internal' && INTERNAL.has(kind)) return null;
    return isAllowed(allowed, address) ? null : kind;
  };
}

/**
 * Networks in CIDR notation (`10.1.0.0/16`, `fd12::/48`, or a single address) as a list to look up in.
 * Throws `CONFIG_INVALID` naming the entries that are none.
 */
export function readNetworks(networks: readonly string[]): BlockList {
  const wrong = networks.filter((network) => !isNetwork(network));
  if (wrong.length === 0) return blockListOf(networks);
  throw new ConfitureError('CONFIG_INVALID', `webhooks.allowedNetworks: not a network: ${wrong.join(', ')}`, {
    hint: 'Write each network as address/prefix, for instance 10.1.0.0/16 or fd12:3456::/32.',
    details: { networks: wrong },
  });
}

function isAllowed(allowed: BlockList, address: string): boolean {
  const behind = nat64Target(address);
  return inList(allowed, address) || (behind !== null && inList(allowed, behind));
}

/** True for `address/prefix` or a single address. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : -1;
  if (bits === -1 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}
