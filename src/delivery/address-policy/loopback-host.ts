import { addressKind } from './address-kind.js';

/** True for hosts of a URL that mean this machine: loopback addresses, `localhost` and names below it (RFC 6761). */
export function isLoopbackHost(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost') || addressKind(hostname) === 'loopback';
}
