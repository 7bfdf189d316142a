import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** Bytes before the 32 of an Ed25519 seed that make it a private key in PKCS #8. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;

/**
 * A private Ed25519 key: PEM, or base64 of PKCS #8 or of the 32 bytes of its seed. Null for anything else.
 */
export function readPrivateKey(text: string): KeyObject | null {
  return ed25519(() => {
    if (text.includes('-----BEGIN')) return createPrivateKey(text);
    const bytes = Buffer.from(text.trim(), 'base64');
    const der = bytes.length === SEED_BYTES ? Buffer.concat([PKCS8_HEAD, bytes]) : bytes;
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  });
}

/** A public Ed25519 key: PEM, or base64 of its SPKI. A private one gives its public half. Null for anything else. */
export function readPublicKey(text: string): KeyObject | null {
  return ed25519(() => {
    if (text.includes('-----BEGIN')) return createPublicKey(text);
    return createPublicKey({ key: Buffer.from(text.trim(), 'base64'), format: 'der', type: 'spki' });
  });
}

/** The public half of a key. */
export function publicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}

/** First 16 hex digits of the SHA-256 of the public key in DER (SPKI). */
export function keyIdOf(key: KeyObject): string {
  const der = publicKeyOf(key).export({ format: 'der', type: 'spki' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** Text of the public half in PEM. */
export function publicPem(key: KeyObject): string {
  return String(publicKeyOf(key).export({ format: 'pem', type: 'spki' }));
}

/** A new private key in PEM. */
export function newPrivatePem(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return String(privateKey.export({ format: 'pem', type: 'pkcs8' }));
}

function ed25519(read: () => KeyObject): KeyObject | null {
  try {
    const key = read();
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}
