import type { KeyObject } from 'node:crypto';
import { ConfitureError } from '../../../errors.js';
import { type EnvelopeFault, openEnvelope } from './envelope.js';
import { keyIdOf } from './key.js';
import { PREDICATE_TYPE, STATEMENT_TYPE } from './statement.js';

/** The part of a certificate that people are shown. */
export interface CertificateStatement {
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicate: {
    readonly states: string;
    readonly certificate_id: string;
    readonly issued_at: string;
    readonly environment: string;
    readonly project: string;
    readonly commit: string | null;
    readonly plan_hash: string | null;
    readonly migration: { readonly version: string; readonly name: string };
    readonly database: { readonly name: string; readonly system_identifier: string | null };
    readonly queries: readonly {
      readonly number: number;
      readonly line: number;
      readonly rows: number;
      readonly ordered: boolean;
      readonly result_sha256_after: string;
    }[];
  };
}

/** The statement of a certificate; of one that was not looked into yet, so that its signature proves nothing here. */
export function statementOf(envelope: string): CertificateStatement {
  const { payload } = JSON.parse(envelope) as { payload: string };
  return JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as CertificateStatement;
}

/**
 * The statement that this key has signed, of a certificate no byte of which was altered since.
 * @throws CERTIFICATE_INVALID
 */
export function verifyCertificate(
  text: string,
  key: KeyObject,
): { readonly statement: CertificateStatement; readonly keyId: string } {
  const opened = openEnvelope(text, key);
  const keyId = keyIdOf(key);
  if ('fault' in opened) throw refused(opened.fault, opened.keyId, keyId);
  const statement = JSON.parse(opened.payload) as CertificateStatement & Record<string, unknown>;
  if (statement._type !== STATEMENT_TYPE || statement.predicateType !== PREDICATE_TYPE)
    throw new ConfitureError('CERTIFICATE_INVALID', 'what is signed here is no certificate of a migration', {
      hint: 'Name a file that `confiture certificate export` has written.',
    });
  return { statement, keyId };
}

function refused(fault: EnvelopeFault, signedBy: string | null, keyId: string): ConfitureError {
  const [message, hint] = {
    malformed: [
      'this is no certificate, or it was altered',
      'Name a file as `confiture certificate export` has written it, to the last byte.',
    ],
    altered: [
      `the certificate is not what key ${keyId} has signed: it was altered`,
      'Export it again, and find out what changed this one.',
    ],
    other_key: [
      `the certificate names key ${signedBy}, and not ${keyId}`,
      'Name the public key that belongs to it with --key FILE.',
    ],
  }[fault] as [string, string];
  return new ConfitureError('CERTIFICATE_INVALID', message, { hint });
}
