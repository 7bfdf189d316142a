import { createHmac, timingSafeEqual, verify as verifyEd25519 } from 'node:crypto';
import { ed25519PublicKey, secretKind, standardKey } from '../../redaction/secret-key.js';
import { confitureSignature, signedContent } from './signature.js';

export type SignatureScheme = 'confiture' | 'sensei' | 'standard';

/** Header of each scheme. */
export const SIGNATURE_HEADERS: Readonly<Record<SignatureScheme, string>> = {
  standard: 'webhook-signature',
  sensei: 'X-Sensei-Signature',
  confiture: 'X-Confiture-Signature',
};

/** Why a scheme does not hold. `stale` and `future`: the timestamp is outside the tolerance. */
export type SignatureFault = 'missing' | 'malformed' | 'stale' | 'future' | 'mismatch';

export type SchemeVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: SignatureFault };

export interface Verification {
  /**
   * True where at least one scheme holds and no timestamp is outside the tolerance. Only `standard` covers the
   * time: a receiver that must not accept replays asks for `schemes.standard.ok` as well.
   */
  readonly verified: boolean;
  readonly schemes: Readonly<Record<SignatureScheme, SchemeVerdict>>;
}

export type IncomingHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface IncomingRequest {
  /** Names in any case. */
  readonly headers: IncomingHeaders;
  /** The body as it arrived, before any parsing. */
  readonly body: string | Uint8Array;
  /** Any that may have signed: old and new secrets, `whsk_` and `whpk_` keys. */
  readonly secrets: readonly string[];
  readonly nowSeconds: number;
  /** Either way; default 300. */
  readonly toleranceSeconds?: number;
}

/**
 * Entries of `webhook-signature` that are looked at; the rest are ignored. A rotation needs two, and each further one
 * costs the receiver a comparison, or one Ed25519 verification of the whole body.
 */
const MAX_ENTRIES = 10;
const ED25519_BYTES = 64;

/**
 * Checks every scheme in constant time, with at most one HMAC over the body for each secret and kind of content, so
 * that a request without a valid signature costs little. Throws ENDPOINT_INVALID for malformed secrets, never for
 * requests.
 */
export function verifyRequest(request: IncomingRequest): Verification {
  const bodySignatures = signaturesOf(request);
  const schemes = {
    confiture: verifyBody(header(request.headers, 'x-confiture-signature'), bodySignatures),
    sensei: verifyBody(header(request.headers, 'x-sensei-signature'), bodySignatures),
    standard: verifyStandard(request),
  };
  const verdicts = Object.values(schemes);
  const outOfTime = verdicts.some((it) => !it.ok && (it.reason === 'stale' || it.reason === 'future'));
  return { verified: !outOfTime && verdicts.some(({ ok }) => ok), schemes };
}

/** The body's signature by each symmetric secret; computed when first asked for, and once. */
function signaturesOf({ body, secrets }: IncomingRequest): () => readonly string[] {
  let signatures: readonly string[] | undefined;
  return () => {
    signatures ??= secrets
      .filter((secret) => secretKind(secret) === 'symmetric')
      .map((secret) => confitureSignature(body, secret));
    return signatures;
  };
}

function verifyBody(signature: string | undefined, signatures: () => readonly string[]): SchemeVerdict {
  if (signature === undefined) return fault('missing');
  if (!/^sha256=[0-9a-f]{64}$/i.test(signature)) return fault('malformed');
  const given = signature.toLowerCase();
  return verdict(signatures().map((expected) => equal(given, expected)));
}

function verifyStandard({
  headers,
  body,
  secrets,
  nowSeconds,
  toleranceSeconds = 300,
}: IncomingRequest): SchemeVerdict {
  const id = header(headers, 'webhook-id');
  const sent = header(headers, 'webhook-timestamp');
  const signatures = header(headers, 'webhook-signature');
  if (!id || !sent || !signatures) return fault('missing');
  if (!/^\d{1,12}$/.test(sent)) return fault('malformed');
  const timestamp = Number(sent);
  if (timestamp < nowSeconds - toleranceSeconds) return fault('stale');
  if (timestamp > nowSeconds + toleranceSeconds) return fault('future');
  const known = signatures
    .split(' ')
    .filter((entry) => /^v1a?,./.test(entry))
    .slice(0, MAX_ENTRIES);
  if (known.length === 0) return fault('malformed');
  const content = signedContent({ id, timestamp, body });
  return verdict(secrets.flatMap((secret) => holding(known, content, secret)));
}

/** For each entry that the secret could have made, whether it did. */
function holding(entries: readonly string[], content: Buffer, secret: string): boolean[] {
  if (secretKind(secret) === 'symmetric') {
    const key = standardKey(secret);
    const sent = entries.filter((entry) => entry.startsWith('v1,'));
    if (sent.length === 0) return [];
    const expected = createHmac('sha256', key).update(content).digest('base64');
    return sent.map((entry) => equal(entry.slice(3), expected));
  }
  const key = ed25519PublicKey(secret);
  return entries
    .filter((entry) => entry.startsWith('v1a,'))
    .map((entry) => Buffer.from(entry.slice(4), 'base64'))
    .filter((signature) => signature.length === ED25519_BYTES)
    .map((signature) => verifyEd25519(null, content, key, signature));
}

/** Lengths are public here: both sides are encodings of fixed-size digests. */
function equal(given: string, expected: string): boolean {
  const a = Buffer.from(given, 'utf8');
  const b = Buffer.from(expected, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}

function header(headers: IncomingHeaders, name: string): string | undefined {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : found?.[0];
}

function verdict(results: readonly boolean[]): SchemeVerdict {
  return results.includes(true) ? { ok: true } : fault('mismatch');
}

function fault(reason: SignatureFault): SchemeVerdict {
  return { ok: false, reason };
}
