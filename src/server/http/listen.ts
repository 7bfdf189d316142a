import type { Server } from 'node:http';
import { ConfitureError } from '../../errors.js';

/** Listens and gives the URL. @throws PORT_IN_USE, FLAG_INVALID */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve());
    });
  } catch (error) {
    throw cannotListen(error, port, host);
  }
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
}

function cannotListen(cause: unknown, port: number, host: string): ConfitureError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  if (code === 'EADDRINUSE')
    return new ConfitureError('PORT_IN_USE', `port ${port} on ${host} is in use`, {
      hint: 'Choose another with --port; --port 0 takes a free one.',
      cause,
    });
  return new ConfitureError('FLAG_INVALID', `cannot listen on port ${port} of ${host} (${code})`, {
    hint: 'Choose a port between 1024 and 65535 and an address of this machine.',
    cause,
  });
}
