import { createHash } from 'node:crypto';

/** A key that seals the secrets of stored endpoints. */
export interface MasterKey {
  /** Stored with all that the key has sealed; tells nothing of the key. */
  readonly id: string;
  readonly bytes: Buffer;
}

export const MASTER_KEY_BYTES = 32;

/**
 * The keys of a text, in its order: the first one seals, all of them unseal. Each is 32 bytes in base64 or hexadecimal;
 * commas or spaces stand between them. Null where a part of the text is none, or there is none at all.
 */
export function parseMasterKeys(text: string): readonly MasterKey[] | null {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const keys = parts.flatMap((part) => {
    const bytes = keyBytes(part);
    return bytes === null ? [] : [{ id: keyIdOf(bytes), bytes }];
  });
  return keys.length === 0 || keys.length < parts.length ? null : keys;
}

/** `key_` and the first digits of a hash that is made for nothing else. */
function keyIdOf(bytes: Buffer): string {
  const digest = createHash('sha256').update('confiture master key id\0').update(bytes).digest('hex');
  return `key_${digest.slice(0, 12)}`;
}

function keyBytes(part: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(part)) return Buffer.from(part, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(part)) return null;
  const bytes = Buffer.from(part, 'base64');
  return bytes.length === MASTER_KEY_BYTES ? bytes : null;
}
