import { resolve } from 'node:path';
import { type EnvironmentView, variableOf } from './environment.js';

/** Where the key that signs certificates comes from. */
export type CertificateKeySource =
  /** Secret. */
  | { readonly kind: 'text'; readonly text: string; readonly name: string }
  /** `mayBeMade`: where there is no such file, a new key is written to it. */
  | { readonly kind: 'file'; readonly path: string; readonly name: string; readonly mayBeMade: boolean };

/** Relative to the project. */
const MADE_FILE = '.confiture/certificate-key.pem';

/**
 * CONFITURE_CERTIFICATE_KEY, then CONFITURE_CERTIFICATE_KEY_FILE, then `certificate.keyFile`. In environment `local`,
 * outside of CI, a key is made where there is none of them; elsewhere null: a key that is not kept proves nothing.
 */
export function certificateKeySource(
  view: EnvironmentView,
  {
    keyFile,
    projectDir,
    workingDir,
    isLocal,
  }: {
    readonly keyFile: string | undefined;
    readonly projectDir: string;
    readonly workingDir: string;
    readonly isLocal: boolean;
  },
): CertificateKeySource | null {
  const text = variableOf(view, 'CONFITURE_CERTIFICATE_KEY');
  if (text !== undefined) return { kind: 'text', text, name: 'CONFITURE_CERTIFICATE_KEY' };
  const file = variableOf(view, 'CONFITURE_CERTIFICATE_KEY_FILE');
  if (file !== undefined) return fileSource(resolve(workingDir, file), 'CONFITURE_CERTIFICATE_KEY_FILE');
  if (keyFile !== undefined) return fileSource(resolve(projectDir, keyFile), 'certificate.keyFile');
  if (!isLocal) return null;
  return { ...fileSource(resolve(projectDir, MADE_FILE), MADE_FILE), mayBeMade: true };
}

function fileSource(path: string, name: string) {
  return { kind: 'file', path, name, mayBeMade: false } as const;
}
