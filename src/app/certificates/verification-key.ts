import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfitureError } from '../../errors.js';
import { readPublicKey } from '../../runner/lifecycle/certificate/key.js';

/**
 * The public key in a file.
 * @throws CERTIFICATE_KEY_INVALID
 */
export function readKeyFile(path: string, display: string): KeyObject {
  const key = readPublicKey(textOf(path, () => keyFault(display, 'cannot be read')));
  if (key === null) throw keyFault(display, 'holds no public Ed25519 key');
  return key;
}

/**
 * The text of a certificate.
 * @throws CERTIFICATE_UNKNOWN
 */
export function readCertificateFile(path: string, display: string): string {
  return textOf(path, () => {
    return new ConfitureError('CERTIFICATE_UNKNOWN', `${display} cannot be read`, {
      hint: 'Name a file that `confiture certificate export ID --out FILE` has written.',
      location: { file: display },
    });
  });
}

/** Bytes that are no UTF-8 are kept as ones that no certificate holds. */
function textOf(path: string, fault: () => ConfitureError): string {
  try {
    return readFileSync(path).toString('utf8');
  } catch {
    throw fault();
  }
}

function keyFault(display: string, fault: string): ConfitureError {
  return new ConfitureError('CERTIFICATE_KEY_INVALID', `the key ${display} ${fault}`, {
    hint: 'Name a public key in PEM, as `confiture certificate key --export` prints it.',
    location: { file: display },
  });
}
