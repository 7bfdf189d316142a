import net from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP proxy in front of a server that can fall silent: every link stays open, and nothing passes any more. */
export interface SilentProxy {
  /** URL of the server, without a database, that goes through the proxy. */
  readonly url: string;
  /** From now on, for links that are open and for new ones. */
  fallSilent(): void;
  /** Ends all links, on both sides. */
  close(): void;
}

export async function startSilentProxy(serverUrl: string): Promise<SilentProxy> {
  const url = new URL(serverUrl);
  const [host, port] = [url.hostname, Number(url.port)];
  const sockets = new Set<net.Socket>();
  let isSilent = false;
  const server = net.createServer((client) => {
    const upstream = net.connect(port, host);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from.on('error', () => {}));
      from.on('data', (bytes) => isSilent || to.write(bytes));
      from.on('close', () => isSilent || to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  onTestFinished(close);
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href.replace(/\/$/, ''),
    fallSilent: () => {
      isSilent = true;
    },
    close,
  };
}
