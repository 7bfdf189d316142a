import type { LookupAddress } from 'node:dns';
import { type LookupFunction, Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { AddressGuard } from '../address-policy/address-guard.js';
import type { AddressKind } from '../address-policy/address-kind.js';

/** No address of the endpoint may be reached; nothing was connected. */
export class ForbiddenAddressError extends Error {
  readonly kind: AddressKind;

  constructor(kind: AddressKind) {
    super(`address is ${kind}`);
    this.kind = kind;
  }
}

/** Judges literal addresses, which never pass a look-up. */
export function guardLiterals(
  connect: buildConnector.connector,
  guard: AddressGuard,
): buildConnector.connector {
  return (options, callback) => {
    const kind = guard(options.hostname);
    if (kind === null) return connect(options, callback);
    queueMicrotask(() => callback(new ForbiddenAddressError(kind), null));
  };
}

/**
 * A look-up that answers with the permitted addresses only. The socket connects to what this returns and looks
 * nothing up itself, so a name that changes its address between two look-ups gains nothing.
 */
export function guardLookup(lookup: LookupFunction, guard: AddressGuard): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, []);
      const addresses = typeof found === 'string' ? [{ address: found, family: family ?? 0 }] : found;
      const judged = judge(addresses, guard);
      if (judged instanceof Error) return callback(judged, []);
      const [first] = judged;
      return options.all ? callback(null, [...judged]) : callback(null, first.address, first.family);
    });
  };
}

/** Notes every socket a connector opens, connecting ones included, so that all can be destroyed at once. */
export function trackSockets(connect: buildConnector.connector, open: Set<Socket>): buildConnector.connector {
  return (options, callback) => {
    const socket: unknown = connect(options, callback);
    if (socket instanceof Socket) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
    return socket;
  };
}

function judge(
  addresses: readonly LookupAddress[],
  guard: AddressGuard,
): readonly [LookupAddress, ...LookupAddress[]] | Error {
  const [first, ...others] = addresses.filter(({ address }) => guard(address) === null);
  if (first !== undefined) return [first, ...others];
  const kind = addresses.map(({ address }) => guard(address)).find((found) => found !== null);
  if (kind) return new ForbiddenAddressError(kind);
  return Object.assign(new Error('the name has no address'), { code: 'ENOTFOUND' });
}
