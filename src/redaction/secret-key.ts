import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { ConfitureError } from '../errors.js';

// DER headers (RFC 8410) that turn 32 raw bytes into a PKCS #8 private and an SPKI public Ed25519 key.
const privateHeader = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicHeader = Buffer.from('302a300506032b6570032100', 'hex');

/** How a secret signs, told by its prefix. `whpk_` keys verify only. */
export type SecretKind = 'symmetric' | 'ed25519' | 'ed25519-public';

export function secretKind(secret: string): SecretKind {
  if (secret.startsWith('whsk_')) return 'ed25519';
  return secret.startsWith('whpk_') ? 'ed25519-public' : 'symmetric';
}

/**
 * HMAC key of the Standard Webhooks scheme: the base64 after `whsec_`, else the secret's own bytes. Where what
 * follows `whsec_` is not padded standard base64 (`whsec_your_signing_secret`), the whole text is the key.
 * Throws ENDPOINT_INVALID for an empty secret.
 */
export function standardKey(secret: string): Buffer {
  const encoded = /^whsec_(.*)$/s.exec(secret)?.[1];
  if (secret === '' || encoded === '') throw emptySecret();
  return (encoded === undefined ? undefined : strictBase64(encoded)) ?? Buffer.from(secret, 'utf8');
}

/** HMAC key of the body-only schemes: the secret's bytes as given, prefix included. */
export function plainKey(secret: string): Buffer {
  if (secret === '') throw emptySecret();
  return Buffer.from(secret, 'utf8');
}

/** Private key of `whsk_` + base64(seed || public key). Throws ENDPOINT_INVALID where it is not one. */
export function ed25519PrivateKey(secret: string): KeyObject {
  const bytes = keyBytes(secret, 64);
  const key = createPrivateKey({
    key: Buffer.concat([privateHeader, bytes.subarray(0, 32)]),
    format: 'der',
    type: 'pkcs8',
  });
  const derived = createPublicKey(key).export({ format: 'der', type: 'spki' });
  if (!derived.subarray(-32).equals(bytes.subarray(32))) throw malformedKey('whsk_');
  return key;
}

/** Public key of `whpk_` + base64, or of the `whsk_` key that holds it. */
export function ed25519PublicKey(secret: string): KeyObject {
  const bytes = secretKind(secret) === 'ed25519' ? keyBytes(secret, 64).subarray(32) : keyBytes(secret, 32);
  return createPublicKey({ key: Buffer.concat([publicHeader, bytes]), format: 'der', type: 'spki' });
}

function keyBytes(secret: string, length: number): Buffer {
  const bytes = strictBase64(secret.slice(5));
  if (bytes?.length !== length) throw malformedKey(secret.slice(0, 5));
  return bytes;
}

/** Bytes of padded standard base64; undefined for anything a strict decoder would refuse. */
function strictBase64(text: string): Buffer | undefined {
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64');
}

function emptySecret(): ConfitureError {
  return new ConfitureError('ENDPOINT_INVALID', 'the signing secret of an endpoint is empty', {
    hint: 'Set the secret to at least 24 random bytes, for instance whsec_ followed by their base64, or remove it.',
  });
}

function malformedKey(prefix: string): ConfitureError {
  return new ConfitureError('ENDPOINT_INVALID', `the ${prefix} key of an endpoint is malformed`, {
    hint: 'whsk_ takes the base64 of seed and public key (64 bytes), whpk_ the base64 of the public key (32 bytes).',
  });
}
