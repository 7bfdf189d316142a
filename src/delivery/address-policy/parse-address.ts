import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * The address that `text` spells, or null for text that is a name. Reads what operating systems read: decimal, octal,
 * hexadecimal and short forms, full-width digits and dots, a trailing dot, brackets, zone ids. A mapped IPv4 address
 * (`::ffff:10.0.0.1`) becomes the IPv4 address that the connection would go to.
 */
export function parseAddress(text: string): Address | null {
  const bare = text
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '')
    .replace(/\.$/, '');
  if (!/^[\p{L}\p{N}.:\u3002\uff0e\uff61]+$/u.test(bare)) return null;
  const host = hostOf(bare.includes(':') ? `[${bare}]` : bare)?.replace(/^\[(.*)\]$/, '$1');
  if (host === undefined || !(host.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(host))) return null;
  return ipaddr.process(host);
}

/** The one spelling of the address that `text` spells; null for text that is a name. */
export function canonicalAddress(text: string): string | null {
  return parseAddress(text)?.toString() ?? null;
}

/** The URL standard reads an IPv4 address in any spelling; what it does not take for a host is none. */
function hostOf(host: string): string | undefined {
  const url = `http://${host}/`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
