import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { SenderOptions } from '../../../src/delivery/transport/send.js';
import type { Endpoint } from '../../../src/events/endpoint.js';

/** One way in which a receiver can behave badly, and what must come of it. */
export interface HostileKind {
  /** Completes “a receiver that …”. */
  readonly name: string;
  readonly onConnect?: (socket: Socket) => void;
  readonly onRequest?: (socket: Socket, first: Buffer) => void;
  /** The receiver's own, where it speaks TLS. */
  readonly tls?: TlsOptions;
  /** Where the endpoint points; default the receiver's URL. */
  readonly urlFor?: (port: number) => string;
  /** Default: so long that only what the kind does can end the attempt. */
  readonly timeoutMs?: number;
  readonly endpoint?: Partial<Endpoint>;
  /** What the built-in hook has no setting for: trusted certificates, name look-ups, allowed networks. */
  readonly sender?: SenderOptions;
  readonly ending: Ending;
}

/** `number`: waiting, with so many seconds until the next attempt. */
export type Next = number | 'delivered' | 'failed';

/** What the outbox must hold after one attempt on each of the two named schedules. */
export interface Ending {
  readonly confiture: Next;
  readonly sensei: Next;
  readonly result: string | RegExp;
  readonly answer: { readonly status: number; readonly text: string | RegExp } | null;
  /** Seconds for which nothing more is sent to the endpoint. */
  readonly throttled: { readonly confiture: number; readonly sensei: number } | null;
  readonly disabledReason: string | null;
}

/** For what hangs: as long as a loaded machine needs to connect, and no longer. */
export const SHORT_MS = 2_000;

export const TIMEOUT = 'no answer within the time limit';
export const NO_CONNECTION = 'no connection within the time limit';
export const RESET = 'the receiver closed the connection without an answer';
export const NOT_HTTP = 'the answer is not valid HTTP';

/** No status came: tried again on both schedules. */
export function unreachable(result: string | RegExp): Ending {
  return { confiture: 2, sensei: 60, result, answer: null, throttled: null, disabledReason: null };
}

/** Our own policy sent nothing: final on both schedules. */
export function refused(result: string): Ending {
  return { ...unreachable(result), confiture: 'failed', sensei: 'failed' };
}

export function delivered(status: number, text: string | RegExp = ''): Ending {
  return rejected(status, { confiture: 'delivered', sensei: 'delivered' }, text);
}

/** Another status came; the row says the next step of each schedule. */
export function rejected(
  status: number,
  next: Pick<Ending, 'confiture' | 'sensei'> & Partial<Ending>,
  text: string | RegExp = '',
): Ending {
  return { ...unreachable(`HTTP ${status}`), answer: { status, text }, ...next };
}

/** The head of an answer of 200 whose other headers and body are still to come. */
export const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';

/** A whole answer; `headers` are its lines. */
export function answer(status: number, headers: readonly string[] = [], body = ''): string {
  const lines = [
    `HTTP/1.1 ${status} Invented`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ];
  return lines.join('\r\n');
}
