import type { ListedAttempt } from '../../../outbox/log/list.js';

const BY_ERROR: Readonly<Record<string, string>> = {
  dns: 'The name of the host does not resolve: check the URL and the DNS of the machine that sends.',
  'connect-refused': 'Nothing listens there: start the receiver, or correct host and port of the URL.',
  network: 'There is no way to the address: check routes and firewalls of the machine that sends.',
  reset: 'The receiver closed the connection before it answered: look into its log.',
  tls: 'The TLS connection failed: renew the certificate, or name its issuer in NODE_EXTRA_CA_CERTS.',
  timeout: 'No answer came in time: answer at once, and do what takes longer afterwards.',
  protocol: 'What answered does not speak HTTP: check scheme and port of the URL.',
  proxy: 'The proxy opened no connection: check HTTPS_PROXY and NO_PROXY of the process that sends.',
  aborted: 'The process that sent was stopped; the attempt is made again.',
  address: 'The address may not be reached from here: webhooks.allowedNetworks can allow a private one.',
  scheme: 'Only https and http URLs are sent to: correct the URL of the endpoint.',
  url: 'The endpoint has no valid URL: correct it.',
  request: 'URL or headers of the endpoint cannot be written as HTTP: correct them.',
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'The receiver does not take the body: compare it with what it expects, and the format of the endpoint.',
  401: 'The receiver does not accept the credentials or the signature: compare the secret on both sides.',
  403: 'The receiver refuses: check its rules for addresses, and the credentials in the headers.',
  404: 'The receiver has nothing at this path: correct the URL of the endpoint.',
  405: 'The receiver takes no POST at this path: correct the URL of the endpoint.',
  408: 'The receiver gave up waiting for the request; it is sent again.',
  410: 'The receiver wants no more: the endpoint was switched off. Enable it when it is wanted again.',
  413: 'The body is too large for the receiver: raise its limit.',
  415: 'The receiver does not take this type of content: check the format of the endpoint.',
  429: 'The receiver asks for a slower pace, and is sent less until the time it named.',
};

/** In one sentence what to do about an attempt that failed; null where it did not. */
export function attemptAdvice({
  outcome,
  answerStatus,
  error,
}: Pick<ListedAttempt, 'outcome' | 'answerStatus' | 'error'>): string | null {
  if (outcome === 'done') return null;
  if (answerStatus === null)
    return BY_ERROR[error ?? ''] ?? 'The attempt failed: look at its result, and into the log of the sender.';
  const known = BY_STATUS[answerStatus];
  if (known !== undefined) return known;
  if (answerStatus >= 500) return 'The receiver failed: look into its log.';
  if (answerStatus >= 400) return 'The receiver does not accept the request: look into its log.';
  return 'The receiver redirects, which is not followed: give the endpoint the URL it leads to.';
}
