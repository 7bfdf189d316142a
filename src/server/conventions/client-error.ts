import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ConfitureError } from '../../errors.js';
import { requestId } from '../../events/identifier.js';
import { problemOf } from './problem.js';

/** Answers a request whose URL or host cannot be understood. */
export function answerUnreadable(): Response {
  const id = newRequestId();
  const { status, body } = problemOf(refusalOf(undefined), { requestId: id, instance: '' });
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': id, 'cache-control': 'no-store' },
  });
}

/** Answers what is no request, too long, or does not arrive: Node refuses these before the app sees them. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const id = newRequestId();
  const { status, body } = problemOf(refusalOf(error.code), { requestId: id, instance: '' });
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Request-Id: ${id}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}

function newRequestId(): string {
  return requestId({ nowMs: Date.now(), random: randomBytes(16) });
}

function refusalOf(code: string | undefined): ConfitureError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new ConfitureError('REQUEST_TOO_LARGE', 'the headers are larger than 16 KiB', {
      hint: 'Send fewer or shorter headers, and what is long in the body.',
      details: { status: 431 },
    });
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new ConfitureError('REQUEST_TIMED_OUT', 'the request did not arrive in time', {
      hint: 'Send it again, at once and as a whole.',
    });
  return new ConfitureError('REQUEST_MALFORMED', 'what arrived is no HTTP request, or names no host', {
    hint: 'Check the client, and whether it speaks TLS to a port without it.',
  });
}
