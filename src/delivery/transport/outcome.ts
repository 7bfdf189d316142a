import type { RequestTiming } from './connect-times.js';

/**
 * What became of one attempt. Texts are for people: they hold no URL, no host, no header value.
 *
 *   delivered    a 2xx arrived: the receiver has the event, whatever happened to the body of its answer
 *   rejected     another status arrived
 *   unreachable  no status arrived
 *   refused      nothing was sent, by our own policy; the schedule is not used up by this
 */
export type Outcome = Delivered | Rejected | Unreachable | Refused;

/** Body of an answer as it may be stored and shown: masked, at most 16 KiB. */
export interface ResponseBody {
  readonly text: string;
  /** False where the body was cut, broke off, or took too long. */
  readonly complete: boolean;
}

interface Answered {
  readonly status: number;
  readonly durationMs: number;
  readonly response: ResponseBody;
  /** Headers of the answer that help to find a fault, masked. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timing?: RequestTiming;
  readonly text: string;
}

export interface Delivered extends Answered {
  readonly kind: 'delivered';
}

export interface Rejected extends Answered {
  readonly kind: 'rejected';
  /** False for a 4xx that would be answered the same way again. */
  readonly retryable: boolean;
  /** 410: the receiver wants no more events; the endpoint is to be disabled. */
  readonly gone: boolean;
  /** 429, 502, 503, 504: slow the whole endpoint down, not only this delivery. */
  readonly throttled: boolean;
  readonly retryAfterMs: number | null;
}

export type UnreachableReason =
  | 'dns'
  | 'connect-refused'
  | 'network'
  | 'reset'
  | 'tls'
  | 'timeout'
  | 'protocol'
  | 'proxy'
  | 'aborted'
  | 'other';

/** `connect`: name look-up, TCP, TLS or proxy. `response`: sent, but no complete head of an answer came. */
export type Stage = 'connect' | 'response';

export interface Unreachable {
  readonly kind: 'unreachable';
  readonly reason: UnreachableReason;
  readonly stage: Stage;
  /** Code of the system, of OpenSSL or of the HTTP parser, for instance `ECONNRESET`; null where there is none. */
  readonly code: string | null;
  readonly durationMs: number;
  readonly text: string;
}

export type RefusedReason = 'address' | 'scheme' | 'url' | 'request';

export interface Refused {
  readonly kind: 'refused';
  readonly reason: RefusedReason;
  readonly durationMs: number;
  readonly text: string;
}

const RETRYABLE_4XX: ReadonlySet<number> = new Set([408, 409, 425, 429]);
const THROTTLING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Outcome of an attempt that got a status. */
export function answeredOutcome(
  answer: Omit<Answered, 'text'>,
  retryAfterMs: number | null,
): Delivered | Rejected {
  const { status } = answer;
  const text = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: 'delivered', ...answer, text };
  return {
    kind: 'rejected',
    ...answer,
    text: status >= 300 && status < 400 ? `${text}: redirects are not followed` : text,
    retryable: status < 400 || status >= 500 || RETRYABLE_4XX.has(status),
    gone: status === 410,
    throttled: THROTTLING.has(status),
    retryAfterMs,
  };
}
