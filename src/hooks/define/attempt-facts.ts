/** Why an attempt got no answer. */
export type AttemptError = (typeof attemptErrors)[number];

/** `address`, `scheme`, `url` and `request` are refused by our own policy: nothing was sent. */
export const attemptErrors = [
  'dns',
  'connect-refused',
  'network',
  'reset',
  'tls',
  'timeout',
  'protocol',
  'proxy',
  'aborted',
  'address',
  'scheme',
  'url',
  'request',
  'other',
] as const;

/** Milliseconds that each part of an attempt took; the first three are missing where a connection was there already. */
export interface AttemptTiming {
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  /** From the request to the head of its answer. */
  readonly firstByteMs?: number;
}
