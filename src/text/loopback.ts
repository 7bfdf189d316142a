/**
 * True for a host that can only be this machine, so that nothing crosses a network: loopback addresses, mapped ones too,
 * `localhost` and names below it (RFC 6761). A loopback address behind NAT64 is none, because the request goes to the
 * gateway. Takes a host as a WHATWG URL spells it, or as a person does, with or without brackets.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  const bare = name.replace(/\.$/, '');
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    name === '::1' ||
    /^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(name) ||
    /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(bare)
  );
}
