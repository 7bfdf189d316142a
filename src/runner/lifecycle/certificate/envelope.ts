import { type KeyObject, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { keyIdOf } from './key.js';

/**
 * DSSE: a payload with its type, and signatures over both. The envelope itself is written in the one form of RFC 8785 and
 * ends in a line feed, so that each of its bytes is either signed or known.
 */

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** A private key that signs certificates. */
export interface Signer {
  readonly keyId: string;
  readonly key: KeyObject;
}

/** A signed payload. */
export interface SignedPayload {
  /** Text of the envelope. */
  readonly envelope: string;
  /** Text of the payload. */
  readonly payload: string;
}

/** Why an envelope is refused. */
export type EnvelopeFault = 'malformed' | 'altered' | 'other_key';

/** Writes `statement` in its canonical form and signs it. */
export function signStatement(statement: object, { key, keyId }: Signer): SignedPayload {
  const payload = canonical(statement);
  const bytes = Buffer.from(payload, 'utf8');
  const sig = sign(null, preAuthentication(bytes), key).toString('base64');
  const envelope = {
    payload: bytes.toString('base64'),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: keyId, sig }],
  };
  return { envelope: `${canonical(envelope)}\n`, payload };
}

/** The payload of an envelope that this key has signed, and of which no byte was altered; else why it is refused. */
export function openEnvelope(
  text: string,
  publicKey: KeyObject,
): { readonly payload: string } | { readonly fault: EnvelopeFault; readonly keyId: string | null } {
  const parts = partsOf(text);
  if (!parts) return { fault: 'malformed', keyId: null };
  const { payload, signature, keyId } = parts;
  if (keyId !== keyIdOf(publicKey)) return { fault: 'other_key', keyId };
  if (!verify(null, preAuthentication(payload), publicKey, signature)) return { fault: 'altered', keyId };
  return { payload: payload.toString('utf8') };
}

/** The signed text: lengths keep type and payload apart. */
function preAuthentication(payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(PAYLOAD_TYPE)} ${PAYLOAD_TYPE} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

interface EnvelopeParts {
  readonly payload: Buffer;
  readonly signature: Buffer;
  readonly keyId: string;
}

/** Null for a text that is not what `signStatement` writes, to the last byte. */
function partsOf(text: string): EnvelopeParts | null {
  const read = parsed(text) as {
    payload?: unknown;
    payloadType?: unknown;
    signatures?: readonly { keyid?: unknown; sig?: unknown }[];
  } | null;
  const [signature] = Array.isArray(read?.signatures) ? read.signatures : [];
  const { keyid, sig } = signature ?? {};
  if (typeof read?.payload !== 'string' || typeof keyid !== 'string' || typeof sig !== 'string') return null;
  const payload = Buffer.from(read.payload, 'base64');
  const bytes = Buffer.from(sig, 'base64');
  const written = canonical({
    payload: payload.toString('base64'),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid, sig: bytes.toString('base64') }],
  });
  return text === `${written}\n` ? { payload, signature: bytes, keyId: keyid } : null;
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** JSON in the form of RFC 8785. */
function canonical(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('this value has no canonical form');
  return text;
}
