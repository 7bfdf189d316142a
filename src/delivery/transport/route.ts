import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { createAddressGuard, type Reach } from '../address-policy/address-guard.js';
import type { Networks } from '../address-policy/networks.js';
import type { Failure } from './describe-failure.js';
import { ForbiddenAddressError, guardLookup } from './guarded-connector.js';
import { proxyFor, type Variables } from './proxy-route.js';

/** Where a request goes and through what. */
export interface Route {
  readonly url: URL;
  readonly proxyUri: string | null;
}

const PROXY_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'socks5:', 'socks:']);

/** Route of a URL, or why there is none. */
export function readRoute(text: string, variables: Variables): Route | Failure {
  if (!URL.canParse(text)) return { kind: 'refused', reason: 'url', text: 'the endpoint has no valid URL' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { kind: 'refused', reason: 'scheme', text: 'only https and http URLs are sent to' };
  }
  const proxy = proxyFor(url, variables);
  if (proxy === null) return { url, proxyUri: null };
  const proxyUri = readProxy(proxy.uri);
  if (proxyUri !== null) return { url, proxyUri };
  const fault = `${proxy.variable} is not the URL of a proxy, for instance http://proxy.example.com:3128`;
  return { kind: 'unreachable', reason: 'proxy', stage: 'connect', code: null, text: fault };
}

/** A proxy has no path; what people write behind the port is left out, as curl does. */
function readProxy(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const uri = new URL(text);
  if (!PROXY_SCHEMES.has(uri.protocol)) return null;
  uri.pathname = '';
  uri.search = '';
  uri.hash = '';
  return uri.href;
}

/**
 * The part of the address policy that can be kept where a proxy connects: literal addresses, and for `public`
 * reach what the name means here. A name that does not resolve here is the proxy's to judge.
 * Throws `ForbiddenAddressError`.
 */
export async function checkBehindProxy(
  url: URL,
  policy: { readonly reach: Reach; readonly allowedNetworks: Networks; readonly lookup?: LookupFunction },
): Promise<void> {
  const guard = createAddressGuard(policy.reach, policy.allowedNetworks);
  const kind = guard(url.hostname);
  if (kind !== null) throw new ForbiddenAddressError(kind);
  if (policy.reach === 'internal') return;
  const lookup = guardLookup(policy.lookup ?? systemLookup, guard);
  await new Promise<void>((resolve, reject) => {
    lookup(url.hostname, { all: true }, (error) =>
      error instanceof ForbiddenAddressError ? reject(error) : resolve(),
    );
  });
}
