import { type AddressKind, kindOf, nat64Target } from './address-kind.js';
import { isInNetworks, type Networks } from './networks.js';
import { type Address, parseAddress } from './parse-address.js';

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
export function createAddressGuard(reach: Reach, allowed: Networks): AddressGuard {
  return (text) => {
    const address = parseAddress(text);
    const kind = address && kindOf(address);
    if (address === null || kind === null || kind === 'public') return null;
    if (NEVER.has(kind)) return kind;
    if (reach === 'internal' && INTERNAL.has(kind)) return null;
    return isAllowed(allowed, address) ? null : kind;
  };
}

function isAllowed(allowed: Networks, address: Address): boolean {
  const behind = nat64Target(address);
  return isInNetworks(allowed, address) || (behind !== null && isInNetworks(allowed, behind));
}
