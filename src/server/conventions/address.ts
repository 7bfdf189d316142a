import ipaddr from 'ipaddr.js';

/** Tells the address of a client from that of the socket and `X-Forwarded-For`. */
export type ClientAddress = (socketAddress: string, forwardedFor: string | null) => string;

/**
 * Believes what a trusted proxy says of the client that it has seen: the last address of the list that is no trusted
 * proxy itself. What stands before it could have been written by the client.
 */
export function clientAddressBy(trustedProxies: readonly string[]): ClientAddress {
  const networks = trustedProxies.map(networkOf);
  const isTrusted = (address: string) => {
    const parsed = parse(address);
    return (
      parsed !== null &&
      networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits))
    );
  };
  return (socketAddress, forwardedFor) => {
    const socket = plain(socketAddress);
    if (forwardedFor === null || !isTrusted(socket)) return socket;
    const chain = forwardedFor.split(',').map((each) => plain(each.trim()));
    const client = chain.reverse().find((address) => !isTrusted(address));
    return client !== undefined && parse(client) !== null ? client : socket;
  };
}

/** Without the IPv6 form of an IPv4 address. */
function plain(address: string): string {
  return parse(address)?.toString() ?? address;
}

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  return ipaddr.isValid(address) ? ipaddr.process(address) : null;
}

function networkOf(written: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (written.includes('/')) return ipaddr.parseCIDR(written);
  const address = ipaddr.parse(written);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
