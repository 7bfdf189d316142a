/**
 * True for a host of a WHATWG URL that can only be this machine, so that nothing crosses a network: loopback addresses,
 * mapped ones too, `localhost` and names below it (RFC 6761). A loopback address behind NAT64 is none, because the
 * request goes to the gateway.
 */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(host) ||
    /^127(?:\.\d{1,3}){3}$/.test(host)
  );
}
