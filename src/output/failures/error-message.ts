import type { ConfitureError } from '../../errors.js';
import { maskKnownSecrets } from '../../redaction/redaction.js';

/** The message of an error. The name of its migration is that of a file, in which people have been seen to put keys. */
export function errorMessage({ message, migration }: ConfitureError): string {
  return migration === undefined ? message : message.replaceAll(migration, maskKnownSecrets(migration));
}
