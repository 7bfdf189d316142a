import { ConfitureError } from '../../errors.js';
import { publicKeyOf } from '../../runner/lifecycle/certificate/key.js';
import { verifyCertificate } from '../../runner/lifecycle/certificate/verify-certificate.js';
import type { Settings } from '../settings.js';
import { readSigningKey } from './signing-key.js';

/** What the key that signs here says of a certificate; `unknown_key` where another key has signed it, or none is here. */
export function checkSignature(
  settings: Settings,
  { envelope, keyId }: { readonly envelope: string; readonly keyId: string },
): 'valid' | 'invalid' | 'unknown_key' {
  const signing = readSigningKey(settings, { mayMake: false });
  if (signing === null || signing.keyId !== keyId) return 'unknown_key';
  try {
    verifyCertificate(envelope, publicKeyOf(signing.key));
    return 'valid';
  } catch (error) {
    if (ConfitureError.is(error) && error.code === 'CERTIFICATE_INVALID') return 'invalid';
    throw error;
  }
}
