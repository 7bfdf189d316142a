import { createHmac, sign } from 'node:crypto';
import { ed25519PrivateKey, plainKey, secretKind, standardKey } from '../../redaction/secret-key.js';
import type { FormatFunction, FormatName } from '../endpoint.js';

/** What a Standard Webhooks signature covers. */
export interface SignedMessage {
  readonly id: string;
  /** Unix seconds of this attempt. */
  readonly timestamp: number;
  /** Byte for byte as it is sent. */
  readonly body: string | Uint8Array;
}

/** `sha256=<hex>` of HMAC-SHA256 over the body; the key is the secret's bytes as given, prefix included. */
export function confitureSignature(body: string | Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', plainKey(secret)).update(body).digest('hex')}`;
}

/** Value of `webhook-signature`: one `v1,…` or `v1a,…` a secret, in their order, separated by spaces. */
export function standardSignature({
  secrets,
  ...message
}: SignedMessage & { readonly secrets: readonly string[] }): string {
  return secrets
    .filter((secret) => secretKind(secret) !== 'ed25519-public')
    .map((secret) => signOnce(message, secret))
    .join(' ');
}

/** The signed bytes: `id.timestamp.body`. */
export function signedContent({ id, timestamp, body }: SignedMessage): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'utf8'), Buffer.from(body)]);
}

/**
 * Identity and signature headers of one attempt. `X-Confiture-Signature` is made with the newest symmetric
 * secret (an Ed25519 key would have to be given away to be checked), `webhook-signature` with all of them.
 * Without secrets, and for `pagerduty` and `opsgenie`, whose secret is the vendor's key, only id and timestamp
 * are sent.
 */
export function signatureHeaders(request: {
  readonly body: string | Uint8Array;
  readonly eventId: string;
  readonly timestampSeconds: number;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly format: FormatName | FormatFunction;
}): Record<string, string> {
  const { body, eventId: id, timestampSeconds: timestamp, secrets, format } = request;
  const headers: Record<string, string> = { 'webhook-id': id, 'webhook-timestamp': String(timestamp) };
  if (secrets.length === 0 || format === 'pagerduty' || format === 'opsgenie') return headers;
  headers['webhook-signature'] = standardSignature({ id, timestamp, body, secrets });
  const newest = secrets.find((secret) => secretKind(secret) === 'symmetric');
  if (newest === undefined) return headers;
  headers['X-Confiture-Signature'] = confitureSignature(body, newest);
  if (format === 'envelope') headers['X-Sensei-Signature'] = headers['X-Confiture-Signature'];
  return headers;
}

function signOnce(message: SignedMessage, secret: string): string {
  const content = signedContent(message);
  if (secretKind(secret) === 'ed25519') {
    return `v1a,${sign(null, content, ed25519PrivateKey(secret)).toString('base64')}`;
  }
  return `v1,${createHmac('sha256', standardKey(secret)).update(content).digest('base64')}`;
}
