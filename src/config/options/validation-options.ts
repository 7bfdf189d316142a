import type { Option } from './option.js';
import { choice, text, wholeNumber } from './option-type.js';

/** Of the queries around a migration, and of the certificates that they end in. */
export const validationOptions = {
  onValidationFailure: {
    type: choice('rollback', 'keep'),
    doc: 'what becomes of a migration that is not valid',
    details: '`keep` commits it, and the command ends with exit 1 all the same.',
    default: 'rollback',
    flag: '--on-validation-failure <what>',
    scope: 'run',
    key: 'migration.onValidationFailure',
  },
  validationTimeoutMs: {
    type: wholeNumber(0),
    doc: 'how long one query of a validation may take',
    details: 'For `.verify.sql` and `.invariant.sql`; 0 = as long as it takes.',
    default: 30_000,
    unit: 'milliseconds',
    flag: '--validation-timeout <ms>',
    scope: 'run',
    key: 'migration.validationTimeoutMs',
  },
  validationRowLimit: {
    type: wholeNumber(0, 10_000_000),
    doc: 'rows of a result up to which an invariant tells how many of them differ',
    details: 'Above it only number and hash of the rows are compared.',
    default: 100_000,
    key: 'migration.validationRowLimit',
  },
  certificateKey: {
    type: text(),
    doc: 'private Ed25519 key that signs certificates: PEM, or base64 of PKCS #8 or of its seed',
    variables: ['CONFITURE_CERTIFICATE_KEY'],
    resolvedBy: 'certificateKeySource',
  },
  certificateKeyFile: {
    type: text(),
    doc: 'the same as a file',
    details: 'Relative to the config file; in the variable, to the folder of the command.',
    defaultDoc: '.confiture/certificate-key.pem in environment local outside CI',
    key: 'certificate.keyFile',
    variables: ['CONFITURE_CERTIFICATE_KEY_FILE'],
    resolvedBy: 'certificateKeySource',
  },
} as const satisfies Readonly<Record<string, Option>>;
