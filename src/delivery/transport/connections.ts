import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import type { buildConnector, Dispatcher } from 'undici';
import { createAddressGuard, type Reach } from '../address-policy/address-guard.js';
import type { Networks } from '../address-policy/networks.js';
import { type ConnectTimes, timeConnections } from './connect-times.js';
import { guardLiterals, guardLookup, trackSockets } from './guarded-connector.js';

/** The parts of undici that are used, and all that the build puts into the command line. */
export type Undici = Pick<typeof import('undici'), 'Agent' | 'Pool' | 'ProxyAgent' | 'buildConnector'>;

export interface ConnectionOptions {
  readonly allowedNetworks: Networks;
  readonly lookup?: LookupFunction;
  /** Trusted certificates instead of those Node brings along, PEM. */
  readonly ca?: string | string[];
  /** Told how long each connection took; those through a proxy are not told. */
  readonly connectTimes: ConnectTimes;
}

/** Connections kept for reuse. A connection is never shared between reaches: one may go where the other may not. */
export interface Connections {
  /** Throws for a proxy URI that is none. */
  dispatcherFor(reach: Reach, proxyUri: string | null): Dispatcher;
  /** Ends every connection at once, also one that is being made or waits for an answer. */
  destroy(): Promise<void>;
}

const IDLE_MS = 10_000;
/** Upper bound for what a timed-out attempt leaves behind, equal to the longest total time. */
const ABANDONED_MS = 30_000;

const AGENT_OPTIONS = {
  keepAliveTimeout: IDLE_MS,
  keepAliveMaxTimeout: IDLE_MS,
  headersTimeout: ABANDONED_MS,
  bodyTimeout: ABANDONED_MS,
  maxHeaderSize: 16 * 1024,
  pipelining: 1,
};

export function createConnections(undici: Undici, options: ConnectionOptions): Connections {
  const sockets = new Set<Socket>();
  const dispatchers = new Map<string, Dispatcher>();
  return {
    dispatcherFor(reach, proxyUri) {
      const key = `${reach} ${proxyUri ?? 'direct'}`;
      const known = dispatchers.get(key);
      if (known) return known;
      const made =
        proxyUri === null
          ? directAgent(undici, options, reach, sockets)
          : proxyAgent(undici, options, proxyUri, sockets);
      dispatchers.set(key, made);
      return made;
    },
    async destroy() {
      const ended = [...dispatchers.values()].map((dispatcher) => dispatcher.destroy());
      for (const socket of sockets) socket.destroy();
      await Promise.all(ended);
    },
  };
}

function directAgent(
  undici: Undici,
  options: ConnectionOptions,
  reach: Reach,
  sockets: Set<Socket>,
): Dispatcher {
  const guard = createAddressGuard(reach, options.allowedNetworks);
  const lookup = guardLookup(options.lookup ?? systemLookup, guard);
  const plain = undici.buildConnector({ ...trust(options), lookup, timeout: ABANDONED_MS });
  const timed = timeConnections(guardLiterals(plain, guard), options.connectTimes);
  return new undici.Agent({ ...AGENT_OPTIONS, connect: trackSockets(timed, sockets) });
}

/** Where a proxy is set, it is the proxy that connects, and its rules that decide which addresses are reached. */
function proxyAgent(
  undici: Undici,
  options: ConnectionOptions,
  uri: string,
  sockets: Set<Socket>,
): Dispatcher {
  const pool = (origin: string | URL, { connect, ...rest }: { connect?: buildConnector.connector }) =>
    new undici.Pool(origin, {
      ...AGENT_OPTIONS,
      ...rest,
      ...(connect ? { connect: trackSockets(connect, sockets) } : {}),
    });
  return new undici.ProxyAgent({
    ...AGENT_OPTIONS,
    uri,
    // Plain HTTP goes through without CONNECT, which proxies commonly forbid for port 80.
    proxyTunnel: false,
    clientFactory: pool,
    factory: pool,
    requestTls: trust(options),
    proxyTls: { ...trust(options), timeout: ABANDONED_MS },
  });
}

function trust({ ca }: ConnectionOptions): { ca?: string | string[] } {
  return ca === undefined ? {} : { ca };
}
