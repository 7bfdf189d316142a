import { existsSync, readFileSync } from 'node:fs';
import type { CertificateKeySource } from '../../config/certificate-key.js';
import { makeSecretFile, type SecretFile } from '../../config/secret-file.js';
import { ConfitureError } from '../../errors.js';
import type { Reporter } from '../../output/reporters/reporter.js';
import { programNotice } from '../../output/reporters/warnings/program-notice.js';
import type { Signer } from '../../runner/lifecycle/certificate/envelope.js';
import { keyIdOf, newPrivatePem, readPrivateKey } from '../../runner/lifecycle/certificate/key.js';
import type { Settings } from '../settings.js';

/** The key that signs certificates, and where it came from. */
export interface SigningKey extends Signer {
  readonly source: CertificateKeySource;
  /** True where it was made by this call. */
  readonly isNew: boolean;
}

const HOW = 'Name an Ed25519 key in PEM with CONFITURE_CERTIFICATE_KEY or CONFITURE_CERTIFICATE_KEY_FILE.';

/**
 * The key of the settings; made where that may be and `mayMake` says so. Null where there is none.
 * @throws CERTIFICATE_KEY_INVALID for a key that cannot be read or used.
 */
export function readSigningKey(
  { certificateKey: source }: Pick<Settings, 'certificateKey'>,
  { mayMake }: { readonly mayMake: boolean },
): SigningKey | null {
  if (source === null) return null;
  if (source.kind === 'file' && source.mayBeMade && !mayMake && !existsSync(source.path)) return null;
  const { text, isNew } = source.kind === 'text' ? { text: source.text, isNew: false } : readFile(source);
  const key = readPrivateKey(text);
  if (key === null) throw invalid(source, 'holds no private Ed25519 key');
  return { key, keyId: keyIdOf(key), source, isNew };
}

/** The same for a run, which says what it does without a key. */
export function readSigner(settings: Settings, reporter: Pick<Reporter, 'warning' | 'info'>): Signer | null {
  const signing = readSigningKey(settings, { mayMake: true });
  if (signing === null) {
    reporter.warning(programNotice({ kind: 'certificate-key-missing' }));
  } else if (signing.isNew) {
    const { source, keyId } = signing;
    reporter.info(programNotice({ kind: 'certificate-key-made', source: source.name, keyId }));
  }
  return signing;
}

function readFile(source: CertificateKeySource & { readonly kind: 'file' }): SecretFile {
  const { path: file, mayBeMade } = source;
  try {
    return { text: readFileSync(file, 'utf8'), isNew: false };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || !mayBeMade)
      throw invalid(source, `cannot be read (${code ?? 'unknown reason'})`);
    return makeKey(source);
  }
}

function makeKey(source: CertificateKeySource & { readonly kind: 'file' }): SecretFile {
  try {
    return makeSecretFile(source.path, newPrivatePem());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw invalid(source, `cannot be made (${code ?? 'unknown reason'})`);
  }
}

function invalid({ name }: CertificateKeySource, fault: string): ConfitureError {
  return new ConfitureError('CERTIFICATE_KEY_INVALID', `the key of certificates, ${name}, ${fault}`, {
    hint: `${HOW} \`openssl genpkey -algorithm ed25519\` makes one.`,
  });
}
