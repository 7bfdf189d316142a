import { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** Milliseconds that each part of a request took; the first three are missing where a connection was there already. */
export interface RequestTiming {
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  /** From the request to the head of its answer. */
  readonly firstByteMs?: number;
}

/** Connections of one origin whose times no exchange has taken; older ones belong to requests that were called off. */
const MOST_KEPT = 64;

interface MadeConnection {
  readonly madeMs: number;
  readonly timing: RequestTiming;
}

/**
 * How long connections took. undici does not say which connection a request goes over, but the first request of a
 * connection follows at once, so of those that were made since an exchange began the oldest is its own.
 */
export class ConnectTimes {
  readonly #made = new Map<string, MadeConnection[]>();

  add(origin: string, timing: RequestTiming): void {
    const kept = this.#made.get(origin) ?? [];
    this.#made.set(origin, [...kept.slice(1 - MOST_KEPT), { madeMs: performance.now(), timing }]);
  }

  /** Times of the connection for an exchange that began at `startedMs`; empty where it went over an older one. */
  take(origin: string, startedMs: number): RequestTiming {
    const kept = this.#made.get(origin)?.filter(({ madeMs }) => madeMs >= startedMs) ?? [];
    const [own, ...others] = kept;
    if (others.length > 0) this.#made.set(origin, others);
    else this.#made.delete(origin);
    return own?.timing ?? {};
  }
}

/** Measures look-up, connection and TLS of each connection that `connect` makes. */
export function timeConnections(
  connect: buildConnector.connector,
  times: ConnectTimes,
): buildConnector.connector {
  return (options, callback) => {
    const startedMs = performance.now();
    let lookedUpMs = startedMs;
    let connectedMs: number | undefined;
    const socket: unknown = connect(options, (...result) => {
      const madeMs = performance.now();
      if (result[0] === null) {
        const isTls = options.protocol === 'https:';
        times.add(`${options.protocol}//${options.host}`, {
          dnsMs: Math.round(lookedUpMs - startedMs),
          connectMs: Math.round((connectedMs ?? madeMs) - lookedUpMs),
          ...(isTls && { tlsMs: Math.round(madeMs - (connectedMs ?? madeMs)) }),
        });
      }
      callback(...result);
    });
    if (socket instanceof Socket) {
      socket.once('lookup', () => {
        lookedUpMs = performance.now();
      });
      socket.once('connect', () => {
        connectedMs = performance.now();
      });
    }
    return socket;
  };
}
