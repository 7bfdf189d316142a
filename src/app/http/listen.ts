import type { Server } from 'node:http';
import { ConfitureError } from '../../errors.js';

/** Starts to listen and returns the port. Throws `PORT_IN_USE`, or `FLAG_INVALID` where it cannot otherwise. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve());
    });
  } catch (error) {
    throw cannotListen(error, port, host);
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function cannotListen(cause: unknown, port: number, host: string): ConfitureError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  if (code === 'EADDRINUSE') {
    return new ConfitureError('PORT_IN_USE', `port ${port} on ${host} is in use`, {
      hint: 'Choose another with --port; --port 0 takes a free one.',
      cause,
    });
  }
  return new ConfitureError('FLAG_INVALID', `cannot listen on port ${port} of ${host} (${code})`, {
    hint: 'Choose a port between 1024 and 65535 and an address of this machine.',
    cause,
  });
}
