import { isLoopback } from '../../text/loopback.js';
import { isInNetworks, isNetwork, readNetworks } from '../address-policy/networks.js';
import { canonicalAddress, parseAddress } from '../address-policy/parse-address.js';

/** The proxy a URL is to be reached through. `variable` names where it came from, for messages. */
export interface ProxyRoute {
  readonly variable: string;
  /** May hold credentials. */
  readonly uri: string;
}

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Proxy for `url` by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, null for a direct connection. Lower case wins
 * over upper case, as in curl; `HTTP_PROXY` does not stand in for a missing `HTTPS_PROXY`. Loopback is never
 * sent to a proxy: what a proxy calls localhost is another machine.
 */
export function proxyFor(url: URL, variables: Variables): ProxyRoute | null {
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const proxy = firstSet(`${scheme}_proxy`, variables);
  if (proxy === null || isLoopback(url.hostname)) return null;
  if (isExcepted(url, firstSet('no_proxy', variables)?.value ?? '')) return null;
  return {
    variable: proxy.variable,
    uri: proxy.value.includes('://') ? proxy.value : `http://${proxy.value}`,
  };
}

/** Entries: `*`, a name (its subdomains too, leading `.` or `*.` or not), an address, a network; each with `:port`. */
function isExcepted(url: URL, exceptions: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry === '*' || matchesEntry(url.hostname, port, entry));
}

function matchesEntry(hostname: string, port: string, entry: string): boolean {
  const address = parseAddress(hostname);
  if (address !== null && isNetwork(entry)) return isInNetworks(readNetworks([entry]), address);
  const [, name = '', wantedPort = port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (name === '' || wantedPort !== port) return false;
  if (address !== null) return canonicalAddress(name) === address.toString();
  const host = hostname.replace(/\.$/, '');
  const suffix = name.replace(/^\*?\./, '').replace(/\.$/, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

function firstSet(name: string, variables: Variables): { variable: string; value: string } | null {
  for (const variable of [name, name.toUpperCase()]) {
    const value = variables[variable]?.trim();
    if (value) return { variable, value };
  }
  return null;
}
