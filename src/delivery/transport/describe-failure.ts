import { ForbiddenAddressError } from './guarded-connector.js';
import type { Refused, Stage, Unreachable, UnreachableReason } from './outcome.js';

/** An outcome without a status, before its duration is known. */
export type Failure = Omit<Unreachable, 'durationMs'> | Omit<Refused, 'durationMs'>;

const TLS_TEXTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'the certificate is self-signed; NODE_EXTRA_CA_CERTS names a file of trusted ones',
  SELF_SIGNED_CERT_IN_CHAIN: 'the issuer is not trusted; NODE_EXTRA_CA_CERTS names a file of trusted ones',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'the issuer is not known; NODE_EXTRA_CA_CERTS names a file of trusted ones',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the issuer is not known; NODE_EXTRA_CA_CERTS names a file of trusted ones',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the port does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the port does not speak TLS',
};

const TEXTS: Readonly<Record<UnreachableReason, string>> = {
  dns: 'the host name does not resolve',
  'connect-refused': 'nothing listens at this address and port',
  network: 'there is no way to this address',
  reset: 'the receiver closed the connection without an answer',
  tls: 'the TLS connection failed',
  timeout: 'the time ran out',
  protocol: 'the answer is not valid HTTP',
  proxy: 'the proxy did not open a connection',
  aborted: 'the attempt was stopped before it was answered',
  other: 'the attempt failed',
};

/** Rules in order; the first whose pattern fits the code decides. */
const REASONS: readonly (readonly [RegExp, UnreachableReason])[] = [
  [/^(?:ENOTFOUND|ENODATA|EAI_\w+)$/, 'dns'],
  [/^ECONNREFUSED$/, 'connect-refused'],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EAFNOSUPPORT|EACCES|EPERM)$/, 'network'],
  [/^(?:ETIMEDOUT|UND_ERR_\w+_TIMEOUT)$/, 'timeout'],
  [/^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, 'reset'],
  // undici asserts that a status is 100 or more.
  [/^(?:HPE_\w+|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_\w+|ERR_ASSERTION)$/, 'protocol'],
  // Once a request is in flight, undici's invalid argument is a proxy that asks for other credentials (407).
  [/^(?:UND_ERR_ABORTED|UND_ERR_INVALID_ARG|UND_ERR_PRX_TLS|UND_ERR_SOCKS5\w*)$/, 'proxy'],
  [/^(?:UND_ERR_DESTROYED|UND_ERR_CLOSED)$/, 'aborted'],
  [/^(?:EPROTO|CERT_\w+|UNABLE_TO_\w+|\w*SELF_SIGNED_CERT\w*|ERR_TLS_\w+|ERR_SSL_\w+|ERR_OSSL_\w+)$/, 'tls'],
  [/^(?:HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|CRL_\w+)$/, 'tls'],
];

/** Reason and text of an error that ended an attempt before a status came. Nothing of the error's own text is kept. */
export function describeFailure(error: unknown, stage: Stage): Failure {
  if (error instanceof ForbiddenAddressError) return forbidden(error);
  const code = codeOf(error);
  if (code === 'UND_ERR_INVALID_ARG' && stage === 'connect') {
    return { kind: 'refused', reason: 'request', text: 'the URL or a header cannot be written as HTTP' };
  }
  const reason = reasonOf(code, error);
  return { kind: 'unreachable', reason, stage, code, text: textOf(reason, code, stage) };
}

/** Failure of an attempt that was ended from our side. */
export function describeStop(kind: 'timeout' | 'aborted', stage: Stage): Failure {
  return { kind: 'unreachable', reason: kind, stage, code: null, text: textOf(kind, null, stage) };
}

function forbidden({ kind }: ForbiddenAddressError): Failure {
  const opened =
    kind === 'metadata' || kind === 'link-local' ? '' : '; webhooks.allowedNetworks can allow it';
  return { kind: 'refused', reason: 'address', text: `the endpoint's address is ${kind}${opened}` };
}

function reasonOf(code: string | null, error: unknown): UnreachableReason {
  if (error instanceof Error && isProtocolFault(error)) return 'protocol';
  if (code === null) return 'other';
  return REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'other';
}

/** undici's parser errors may lack a code, and an unexpected 1xx or upgrade has that of a connection that ended. */
function isProtocolFault(error: Error): boolean {
  return (
    error.name === 'HTTPParserError' || (error.name === 'SocketError' && error.message.startsWith('bad '))
  );
}

function textOf(reason: UnreachableReason, code: string | null, stage: Stage): string {
  if (reason === 'timeout') {
    return stage === 'connect' ? 'no connection within the time limit' : 'no answer within the time limit';
  }
  if (reason === 'tls' && code !== null) return TLS_TEXTS[code] ?? `${TEXTS.tls} (${code})`;
  return code !== null && (reason === 'other' || reason === 'network')
    ? `${TEXTS[reason]} (${code})`
    : TEXTS[reason];
}

/** Of a connection that tried several addresses, the first failure that has a code. */
function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string' && /^\w{1,60}$/.test(error.code)) return error.code;
  const inner = error instanceof AggregateError ? error.errors : 'cause' in error ? [error.cause] : [];
  return inner.map(codeOf).find((code) => code !== null) ?? null;
}
