import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface RawReceiver {
  readonly port: number;
  readonly url: string;
  readonly sockets: Set<Socket>;
  /** Connections so far. */
  connections(): number;
  close(): Promise<void>;
}

/** A TCP receiver on a free loopback port. `onRequest` runs when the first bytes of a connection have come. */
export function startRaw(behaviour: {
  onConnect?: (socket: Socket) => void;
  onRequest?: (socket: Socket, first: Buffer) => void;
}): Promise<RawReceiver> {
  return listen(createServer(), 'http', behaviour);
}

/** The same behind TLS. */
export function startRawTls(
  options: TlsOptions,
  behaviour: { onRequest?: (socket: Socket, first: Buffer) => void } = {},
): Promise<RawReceiver> {
  return listen(createTlsServer(options), 'https', behaviour);
}

/** Writes `chunk` again and again for as long as the other side takes it; a full buffer pauses it. */
export function pour(socket: Socket, chunk: string | Buffer): { readonly bytes: number } {
  const poured = { bytes: 0 };
  const more = () => {
    while (!socket.destroyed && socket.write(chunk)) poured.bytes += chunk.length;
  };
  socket.on('drain', more);
  more();
  return poured;
}

async function listen(
  server: ReturnType<typeof createServer>,
  scheme: string,
  behaviour: Parameters<typeof startRaw>[0],
): Promise<RawReceiver> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    behaviour.onConnect?.(socket);
    socket.once('data', (first: Buffer) => behaviour.onRequest?.(socket, first));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}/hook`,
    sockets,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
