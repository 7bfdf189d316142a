import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { listen } from '../app/http/listen.js';
import { type Verification, verifyRequest } from '../events/signature/verify.js';
import { readLimitedBody } from './receiver-body.js';
import { type EventSummary, parseEvent, summarize } from './receiver-event.js';
import { type Forwarded, forwardRequest } from './receiver-forward.js';
import { shownHeaders } from './receiver-headers.js';

const MAX_BODY_BYTES = 1024 * 1024;

export interface ReceiverOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Any that may have signed. Without them everything is accepted and nothing verified. Default: none. */
  readonly secrets?: readonly string[];
  /** Status of the answer to an accepted event. Default: 200. */
  readonly status?: number;
  /** Pause before the answer, in milliseconds. Default: 0. */
  readonly delayMs?: number;
  /** URL that gets the same bytes with the same signature headers, of accepted events only. */
  readonly forwardTo?: string;
  readonly onEvent?: (event: ReceivedEvent) => void;
}

export interface ReceivedEvent {
  readonly receivedAt: Date;
  /** As they came, with `***` for values that are secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Null where the body is not JSON. */
  readonly json: unknown;
  /** Null where the receiver has no secrets to verify with. */
  readonly verification: Verification | null;
  readonly summary: EventSummary;
  /** Status that is answered with. */
  readonly status: number;
  /** Null without `forwardTo`, and for what was refused. */
  readonly forwarded: Forwarded | null;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** Ends at once, open requests included. */
  close(): Promise<void>;
}

/**
 * Receives events for people who try them out: verifies, reports and answers `{"status": "received"}`, or 401
 * where secrets are given and no signature holds. Throws `PORT_IN_USE`, `FLAG_INVALID` where it cannot listen
 * for another reason, and `ENDPOINT_INVALID` for a secret that cannot verify.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { port, host = '127.0.0.1', secrets = [] } = options;
  checkSecrets(secrets);
  const closing = new AbortController();
  const server = createServer((request, response) => {
    void handle(request, response, options, closing.signal);
  });
  const actualPort = await listen(server, port, host);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}/`,
    port: actualPort,
    close: () => {
      closing.abort();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Verifies a made-up request, so that a malformed secret is told at the start and not at the first event. */
function checkSecrets(secrets: readonly string[]): void {
  const headers = {
    'webhook-id': 'check',
    'webhook-timestamp': '0',
    'webhook-signature': 'v1,AA== v1a,AA==',
  };
  verifyRequest({ headers, body: '', secrets, nowSeconds: 0 });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: ReceiverOptions,
  closing: AbortSignal,
): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    answer(response, 200, 'text/plain; charset=utf-8', 'Confiture receives webhook events here, by POST.\n');
    return;
  }
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'GET, HEAD, POST');
    answerJson(response, 405, 'only POST is received');
    return;
  }
  const body = await readLimitedBody(request, MAX_BODY_BYTES);
  if (body === 'aborted') return;
  if (body === 'too-large') {
    response.setHeader('Connection', 'close');
    answerJson(response, 413, `a body may have ${MAX_BODY_BYTES} bytes`);
    return;
  }
  await receive(request, response, body, options, closing);
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  options: ReceiverOptions,
  closing: AbortSignal,
): Promise<void> {
  const receivedAt = new Date();
  const { headers } = request;
  const { secrets = [], delayMs = 0, forwardTo } = options;
  const nowSeconds = Math.floor(receivedAt.getTime() / 1000);
  const verification = secrets.length === 0 ? null : verifyRequest({ headers, body, secrets, nowSeconds });
  const genuine = verification?.verified ?? true;
  const status = genuine ? (options.status ?? 200) : 401;
  const forwarded =
    forwardTo === undefined || !genuine ? null : await forwardRequest(forwardTo, headers, body, closing);
  const text = body.toString('utf8');
  const json = parseEvent(text);
  const summary = summarize(json);
  const shown = shownHeaders(headers);
  options.onEvent?.({
    receivedAt,
    headers: shown,
    body: text,
    json,
    verification,
    summary,
    status,
    forwarded,
  });
  if (delayMs > 0) await pauseWhileOpen(response, delayMs);
  if (genuine) answer(response, status, 'application/json', '{"status": "received"}');
  else answerJson(response, status, `no signature holds: ${faultsOf(verification)}`);
}

/** Waits, and no longer than the connection lasts, which ends with the receiver at the latest. */
async function pauseWhileOpen(response: ServerResponse, ms: number): Promise<void> {
  const gone = new AbortController();
  const abort = () => gone.abort();
  response.once('close', abort);
  if (!response.destroyed) await pause(ms, undefined, { signal: gone.signal }).catch(() => undefined);
  response.removeListener('close', abort);
}

/** `confiture mismatch, standard stale`; what was not sent is left out. */
function faultsOf(verification: Verification | null): string {
  const faults = Object.entries(verification?.schemes ?? {}).flatMap(([scheme, verdict]) =>
    verdict.ok || verdict.reason === 'missing' ? [] : `${scheme} ${verdict.reason}`,
  );
  return faults.length === 0 ? 'none was sent' : faults.join(', ');
}

function answerJson(response: ServerResponse, status: number, error: string): void {
  answer(response, status, 'application/json', JSON.stringify({ error }));
}

function answer(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
