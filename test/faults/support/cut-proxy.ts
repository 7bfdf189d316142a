import net from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * Who hears of a cut:
 * - `both`: the connection is reset on both sides,
 * - `client`, `server`: only that side; the other waits in silence,
 * - `nobody`: bytes are swallowed.
 */
export type Cut = 'both' | 'client' | 'server' | 'nobody';

export interface CutPlan {
  readonly direction: 'toServer' | 'toClient';
  /** Bytes that still pass in that direction. */
  readonly afterBytes: number;
  readonly heardBy: Cut;
}

/** A TCP proxy in front of a server that cuts its first connection at a byte. */
export interface CutProxy {
  /** URL of the server, without a database, that goes through the proxy. */
  readonly url: string;
  /** Bytes that have passed on the first connection. */
  readonly passed: { toServer: number; toClient: number };
  /** Connections so far; each cancel is one. */
  connections(): number;
  /** Resolves when the connection is cut. */
  readonly wasCut: Promise<void>;
  close(): void;
}

export async function startCutProxy(serverUrl: string, plan?: CutPlan): Promise<CutProxy> {
  const url = new URL(serverUrl);
  const [host, port] = [url.hostname, Number(url.port)];
  const passed = { toServer: 0, toClient: 0 };
  const sockets = new Set<net.Socket>();
  let tell = () => {};
  const wasCut = new Promise<void>((resolve) => {
    tell = resolve;
  });
  let connections = 0;
  const server = net.createServer((client) => {
    connections += 1;
    const isFirst = connections === 1;
    const upstream = net.connect(port, host);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
    let isCut = false;
    const pass = (direction: CutPlan['direction'], to: net.Socket) => (bytes: Buffer) => {
      if (isCut) return;
      const room =
        plan?.direction === direction && isFirst ? plan.afterBytes - passed[direction] : bytes.length;
      const through = bytes.subarray(0, Math.max(0, room));
      to.write(through);
      if (isFirst) passed[direction] += through.length;
      if (!plan || through.length === bytes.length) return;
      isCut = true;
      cut(plan.heardBy, client, upstream);
      tell();
    };
    client.on('data', pass('toServer', upstream));
    upstream.on('data', pass('toClient', client));
    client.on('close', () => isCut || upstream.end());
    upstream.on('close', () => isCut || client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  onTestFinished(close);
  url.port = String((server.address() as net.AddressInfo).port);
  return { url: url.href.replace(/\/$/, ''), passed, connections: () => connections, wasCut, close };
}

function cut(heardBy: Cut, client: net.Socket, upstream: net.Socket): void {
  if (heardBy === 'both' || heardBy === 'client') client.resetAndDestroy();
  if (heardBy === 'both' || heardBy === 'server') upstream.resetAndDestroy();
}
