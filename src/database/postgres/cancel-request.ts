import net from 'node:net';

const CANCEL_REQUEST_CODE = 80_877_102;
const TIMEOUT_MS = 3_000;

/**
 * Sends PostgreSQL's CancelRequest packet (protocol documentation, "Message Formats") over a link of its
 * own. The server never answers it, so this resolves when the packet is out; it never rejects, because
 * a cancel that cannot be delivered changes nothing.
 */
export function sendCancelRequest(
  server: { readonly host: string; readonly port: number },
  backend: { readonly pid: number; readonly secret: number },
): Promise<void> {
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(CANCEL_REQUEST_CODE, 4);
  packet.writeInt32BE(backend.pid, 8);
  packet.writeInt32BE(backend.secret, 12);
  return new Promise((resolve) => {
    const isSocketFolder = server.host.startsWith('/');
    const target = isSocketFolder
      ? { path: `${server.host}/.s.PGSQL.${server.port}` }
      : { host: server.host, port: server.port };
    const socket = net.connect(target, () => socket.end(packet));
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
    socket.on('error', () => {}).on('close', () => resolve());
    socket.resume();
  });
}
