import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { SenderOptions } from '../../../src/delivery/send.js';
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
  /** Default: long enough that only what is asserted can end the attempt. */
  readonly timeoutMs?: number;
  readonly endpoint?: Partial<Endpoint>;
  /** What only a sender of the test's own can be given: trusted certificates, name look-ups, allowed networks. */
  readonly sender?: SenderOptions;
  readonly ending: Ending;
}

/** `number`: waiting, seconds until the next attempt. */
export type Next = number | 'delivered' | 'failed';

/** What the outbox must hold after one attempt on each of the two named schedules. */
export interface Ending {
  readonly confiture: Next;
  readonly sensei: Next;
  readonly result: unknown;
  readonly answer: { readonly status: number; readonly text: unknown } | null;
  /** Seconds for which nothing more is sent to the endpoint. */
  readonly throttled: { readonly confiture: number; readonly sensei: number } | null;
  readonly disabledReason: string | null;
}

/** For what hangs: as long as a loaded machine needs to connect, and no longer. */
export const SHORT_MS = 500;

/** No status came: tried again on both schedules. */
export function unreachable(result: unknown): Ending {
  return { confiture: 2, sensei: 60, result, answer: null, throttled: null, disabledReason: null };
}

/** Our own policy sent nothing: final on both schedules. */
export function refused(result: string): Ending {
  return { ...unreachable(result), confiture: 'failed', sensei: 'failed' };
}

export function delivered(status: number, text: unknown = ''): Ending {
  const next = { confiture: 'delivered', sensei: 'delivered' } as const;
  return { ...unreachable(`HTTP ${status}`), ...next, answer: { status, text } };
}

/** Another status came; what is next on each schedule is the row's to say. */
export function rejected(
  status: number,
  next: Pick<Ending, 'confiture' | 'sensei'> & Partial<Ending>,
  text: unknown = '',
): Ending {
  return { ...unreachable(`HTTP ${status}`), answer: { status, text }, ...next };
}

/** A whole answer. */
export function answer(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): string {
  const lines = Object.entries({ ...headers, 'Content-Length': String(Buffer.byteLength(body)) });
  return `HTTP/1.1 ${status} Invented\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** The head of an answer of 200 whose other headers and body are still to come. */
export const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';

export const TIMEOUT = 'no answer within the time limit';
export const NO_CONNECTION = 'no connection within the time limit';
export const RESET = 'the receiver closed the connection without an answer';
export const NOT_HTTP = 'the answer is not valid HTTP';
