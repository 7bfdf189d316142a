import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { AppEnv } from '../app-env.js';
import { answerClientError, answerUnreadable } from '../conventions/client-error.js';

const MOST_HEADER_BYTES = 16 * 1024;
const REQUEST_MS = 60_000;
const HEADERS_MS = 15_000;
/** How often requests that do not arrive are looked for. */
const CHECK_MS = 1_000;
/** A client that takes nothing for so long is cut; a stream goes on where it ended. */
const IDLE_MS = 60_000;
const STOP_MS = 10_000;

export interface HttpTimeouts {
  /** For the whole request, in milliseconds. Default: 60,000. */
  readonly requestTimeoutMs?: number;
  /** How long a client may take nothing of an answer, in milliseconds. Default: 60,000. */
  readonly idleTimeoutMs?: number;
}

/** Node's server for an app, with the limits that it holds itself. */
export function createHttpServer(
  app: Hono<AppEnv>,
  { requestTimeoutMs = REQUEST_MS, idleTimeoutMs = IDLE_MS }: HttpTimeouts,
): Server {
  const server = createServer(
    {
      requireHostHeader: false,
      maxHeaderSize: MOST_HEADER_BYTES,
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(requestTimeoutMs, HEADERS_MS),
      connectionsCheckingInterval: CHECK_MS,
    },
    getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: answerUnreadable }),
  );
  server.on('clientError', answerClientError);
  server.setTimeout(idleTimeoutMs);
  return server;
}

/** Takes no more requests and resolves when the last has ended; those that take too long are cut. */
export async function closeHttpServer(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), STOP_MS);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(timer);
}
