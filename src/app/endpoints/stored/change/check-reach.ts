import { lookup as lookupName } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAddressGuard } from '../../../../delivery/address-policy/address-guard.js';
import type { AddressKind } from '../../../../delivery/address-policy/address-kind.js';
import { readNetworks } from '../../../../delivery/address-policy/networks.js';

export interface ReachOptions {
  readonly allowedNetworks: readonly string[];
  /** All addresses of a name; rejects where it has none. */
  readonly resolve?: (host: string) => Promise<readonly { readonly address: string }[]>;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 3_000;

/**
 * Why a stored endpoint must not have this URL, or null: it leads to an address that is not public and in none of the
 * allowed networks. A name that cannot be resolved now is let pass; what it leads to is judged again at each socket.
 */
export async function reachFault(
  url: URL,
  { allowedNetworks, resolve = allAddresses, timeoutMs = TIMEOUT_MS }: ReachOptions,
): Promise<string | null> {
  const guard = createAddressGuard('public', readNetworks(allowedNetworks));
  const literal = guard(url.hostname);
  if (literal !== null) return sentence('is', literal);
  const end = new AbortController();
  try {
    const found = await Promise.race([
      resolve(url.hostname.replace(/^\[|\]$/g, '')).catch(() => []),
      sleep(timeoutMs, [], { signal: end.signal }).catch(() => []),
    ]);
    const kinds = found.map(({ address }) => guard(address));
    const [first] = kinds;
    return first && kinds.every((kind) => kind !== null) ? sentence('leads to', first) : null;
  } finally {
    end.abort();
  }
}

function sentence(verb: string, kind: AddressKind): string {
  const isNever = kind === 'metadata' || kind === 'link-local';
  const advice = isNever ? 'which no endpoint may reach' : 'and webhooks.allowedNetworks does not allow it';
  return `${verb} an address that is not public (${kind}), ${advice}`;
}

function allAddresses(host: string): Promise<readonly { readonly address: string }[]> {
  return lookupName(host, { all: true });
}
