import { createHash } from 'node:crypto';
import { ConfitureError } from '../../errors.js';

/** The tag of a record as it is shown: the same as long as nothing of it changes. */
export function etagOf(shown: object): string {
  return `"${createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22)}"`;
}

/** Holds a change to what its caller has seen. `*`, and a request without the header, take what there is. @throws PRECONDITION_FAILED */
export function checkIfMatch(ifMatch: string | null, etag: string): void {
  if (ifMatch === null) return;
  const tags = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (tags.includes('*') || tags.includes(etag)) return;
  throw new ConfitureError('PRECONDITION_FAILED', 'the record was changed since it was read', {
    hint: 'Read it again, and send the ETag of that answer.',
  });
}
