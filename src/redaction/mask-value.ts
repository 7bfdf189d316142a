import { MASK } from './mask.js';
import { isSecretKey } from './mask-key-values.js';
import { maskKnownSecrets } from './redaction.js';

/** A JSON value whose texts are masked, and all texts below a key that names a secret; dates become texts. */
export function maskValue(value: unknown, isSecret = false): unknown {
  if (typeof value === 'string') return isSecret ? MASK : maskKnownSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each) => maskValue(each, isSecret));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, maskValue(each, isSecret || isSecretKey(key))]),
  );
}
